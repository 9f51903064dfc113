/** The victim: tenant B's own stream, which nobody else's frames may disturb. */
import { exactly, type Figure } from "./case";
import { type Heard, hear } from "./ears";
import { frameHex, markedContent, marker } from "./frame";
import { type AbuseStage, CLIENT_MAC, RESOURCE_MAC, TENANT_B } from "./stage";

/** Frames a second of the neighbour's stream. */
const RATE = 1_000;
const MARK = marker(0xb0b);

export interface NeighbourFigures {
  readonly heard: Heard;
  readonly sent: number;
  readonly received: number;
  /** Nanoseconds from the client's sending to the resource's receipt. */
  readonly delay: { readonly median: number; readonly p99: number; readonly max: number };
}

/** Runs `act` beside tenant B's stream of 1,000 numbered frames a second, and counts at `machines` what is asked for. */
export async function besideNeighbour(
  stage: AbuseStage,
  machines: readonly string[],
  marks: readonly string[],
  act: () => Promise<unknown>,
): Promise<NeighbourFigures> {
  const all = [...new Set([TENANT_B.resource, ...machines])];
  const client = await stage.blast(TENANT_B.client);
  let sent = 0;
  const heard = await hear(stage, all, [MARK, ...marks], async () => {
    const stream = await client.startSending({ device: "eth0", templates: [frame()], rate: RATE, marker: MARK });
    try {
      await act();
    } finally {
      sent = (await stream.stop()).sent;
    }
  });
  const { distinct, delay } = heard.of(TENANT_B.resource, MARK);
  return { heard, sent, received: distinct, delay };
}

/** The neighbour loses nothing. */
export function neighbourLoss({ sent, received }: NeighbourFigures): Figure {
  return exactly(`frames lost of the neighbour's ${sent.toLocaleString("en-GB")}`, sent - received, 0);
}

function frame(): string {
  const tags = [{ type: "8100", id: TENANT_B.vlan }];
  return frameHex({ to: RESOURCE_MAC, from: CLIENT_MAC, tags, content: markedContent(MARK), octets: 128 });
}

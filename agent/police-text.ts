/** What `tc actions ls action police` prints: its JSON leaves rate and burst out (iproute2 6.1), so they are read as text. */
import { burstOf, type Police } from "./police";

/** Rates by the index of the action. */
export type Polices = ReadonlyMap<number, Police>;
export const NO_POLICES: Polices = new Map();

const LINE =
  /police 0x([0-9a-f]+) rate (\d+)([KMGT]?)bit burst (\d+)(b|Kb|Mb|Gb) mtu (\d+)(b|Kb) action (drop|continue)\/pipe overhead (\d+)b *$/gm;
/** A limit of rate alone has 65,535, which is told so. */
const NO_MTU = 64 * 1024;
const THOUSANDS = ["", "K", "M", "G", "T"];
const KIBI = ["b", "Kb", "Mb", "Gb"];
/** tc tells bursts near a multiple of a Mb as that multiple, and the kernel keeps them as ticks of 64 ns. */
const ROUNDING = 1_100;
const TICK_SECONDS = 64e-9;

/** The rates of the form that we make; all others are left out. */
export function policesIn(text: string): Polices {
  return new Map(
    [...text.matchAll(LINE)].map(
      ([, index = "", digits, unit = "", size, sizeUnit = "", largest, largestUnit, over, overhead]) => {
        const rate = Number(digits) * 1000 ** THOUSANDS.indexOf(unit);
        const burst = Number(size) * 1024 ** KIBI.indexOf(sizeUnit);
        const mtu = Number(largest) * 1024 ** KIBI.indexOf(largestUnit ?? "");
        const limit: Police = { kind: "police", rate, burst: asMeant(rate, burst), overhead: Number(overhead) };
        const sized = mtu === NO_MTU ? limit : { ...limit, mtu };
        return [Number.parseInt(index, 16), over === "continue" ? { ...sized, over } : sized];
      },
    ),
  );
}

function asMeant(rate: number, burst: number): number {
  const meant = burstOf(rate);
  const slack = ROUNDING + (2 * TICK_SECONDS * rate) / 8;
  return Math.abs(burst - meant) <= slack ? meant : burst;
}

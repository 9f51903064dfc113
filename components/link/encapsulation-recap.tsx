import type { ReactNode } from "react";
import { CLIENT_PAYLOAD_OCTETS } from "@/server/domain/frame-path";
import type { EncapsulationView, LinkView } from "@/server/services/link/view";
import { Banner } from "../ui/banner";
import { Facts } from "../ui/facts";
import { roomUnder } from "./room-under";

interface EncapsulationRecapProps {
  readonly link: LinkView;
  readonly to: EncapsulationView;
  /** The way back and the way on. */
  readonly children: ReactNode;
}

/** What a change of encapsulation does, before it is begun. */
export function EncapsulationRecap({ link, to, children }: EncapsulationRecapProps) {
  const { encapsulation: from, room, mtu } = link;
  const roomThen = roomUnder(link, to);
  return (
    <section aria-label="Recap" className="rounded-md border border-line">
      <Facts
        rows={[
          ["Overhead", octets(from.overhead, to.overhead)],
          [
            "Room",
            <span key="room">
              {octets(room, roomThen)} of the link's {mtu}
            </span>,
          ],
          [
            "How",
            "Make before break: both ends accept both, then both send the new one, then the old one goes. Each step waits until both switches hold it.",
          ],
        ]}
      />
      {roomThen < CLIENT_PAYLOAD_OCTETS ? (
        <div className="px-3 pb-2">
          <Banner look="warn">
            {roomThen} octets are less than a client's usual {CLIENT_PAYLOAD_OCTETS}: larger frames would be lost on
            this link.
          </Banner>
        </div>
      ) : null}
      <div className="flex flex-wrap justify-end gap-2 border-t border-line p-3">{children}</div>
    </section>
  );
}

function octets(before: number, after: number) {
  return (
    <span>
      <span className="number">{before}</span> octets now, then <span className="number">{after}</span>
    </span>
  );
}

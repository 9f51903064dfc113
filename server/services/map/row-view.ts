import type { Copy, Relay } from "@/agent/protocol";
import { isMachinePlace, type Place, type Segment } from "../../domain/attachments";
import { placeKey } from "../../domain/desired-state";
import { copyWords, mapWords, relayWords } from "../../domain/map-words";
import type { MapRowView } from "../extension/view";

/** A row of map 118 for people; `number` is L, null while it is not yet chosen. */
export function mapRowView(segment: Segment, place: Place, number: number | null): MapRowView {
  return {
    key: placeKey(segment, place),
    port: place.number,
    portKind: place.kind,
    clientVlan: isMachinePlace(place) ? place.clientVlan : null,
    hostTag: segment.hostTag,
    customerTag: segment.customerTag,
    segment: number,
    words: mapWords(segment, place),
  };
}

/** What a switch in front holds, for people: it gives the customer tag alone. */
export function relayRowView({ hostTag }: Pick<Segment, "hostTag">, relay: Relay): MapRowView & { uplink: number } {
  const { key, port, clientVlan, customerTag, uplink } = relay;
  const words = relayWords(relay);
  return { key, port, portKind: "client", clientVlan, hostTag, customerTag, segment: null, uplink, words };
}

/** Copies that come from another switch, for people. */
export function copyRowView(copy: Copy, portKind: "trunk" | "pseudowire"): MapRowView & { uplink: number } {
  const { key, port, hostTag, customerTag, to } = copy;
  const words = copyWords(copy);
  return { key, port, portKind, clientVlan: null, hostTag, customerTag, segment: null, uplink: to, words };
}

import { isMachinePlace, type Place, type Segment } from "../../domain/attachments";
import { placeKey } from "../../domain/desired-state";
import { mapWords } from "../../domain/map-words";
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

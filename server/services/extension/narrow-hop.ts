import type { Queryable } from "@/db/client";
import { CLIENT_PAYLOAD_OCTETS } from "../../domain/frame-path";
import { walk } from "../../domain/walk";
import { loadPath, type PathOrder } from "../path/load";

/**
 * The hop that cannot carry a full frame with all tags on it, and its octets, in a sentence; null when all can. Such a
 * hop would lose frames without a word (seed para 105; RFC 7348 clause 4.3).
 *
 * @throws ServiceError conflict when no link in service leads to the far datacenter
 */
export async function narrowHop(db: Queryable, order: PathOrder): Promise<string | null> {
  const { legs, mtu } = walk((await loadPath(db, order)).input, "to_resource");
  if (mtu >= CLIENT_PAYLOAD_OCTETS) return null;
  const narrow = legs.find((leg) => leg.room === mtu);
  const [name, carries] = [narrow?.name ?? "A hop", narrow?.mtu ?? mtu];
  return `${name} carries ${carries} octets: with its tags a frame of yours may hold ${mtu} of the usual ${CLIENT_PAYLOAD_OCTETS}.`;
}

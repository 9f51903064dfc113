/** One frame of a capture. */
export interface CapturedPacket {
  /** Microseconds since 1970, by the capturing kernel's clock. */
  readonly atMicros: number;
  /** Octets on the wire without FCS; more than `bytes` holds when the capture was cut. */
  readonly length: number;
  readonly bytes: Buffer;
}

const FILE_HEADER_OCTETS = 24;
const RECORD_HEADER_OCTETS = 16;
const MICROSECOND_MAGIC = 0xa1b2c3d4;
const NANOSECOND_MAGIC = 0xa1b23c4d;
const LINKTYPE_ETHERNET = 1;
/** libpcap's own bound on one packet (MAXIMUM_SNAPLEN). */
const PACKET_MAX_OCTETS = 262_144;

interface Format {
  readonly littleEndian: boolean;
  /** Divides a record's fraction of a second into microseconds. */
  readonly perMicro: number;
}

/**
 * A parser of the classic pcap format (libpcap, pcap-savefile(5)), fed with chunks as they come.
 * Returns the packets that each chunk completes.
 * @throws Error when it is no Ethernet capture of that format.
 */
export function pcapParser(): (chunk: Buffer) => CapturedPacket[] {
  let held: Buffer = Buffer.alloc(0);
  let format: Format | null = null;
  return (chunk) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    if (format === null) {
      if (held.length < FILE_HEADER_OCTETS) return [];
      format = readFileHeader(held);
      held = held.subarray(FILE_HEADER_OCTETS);
    }
    const packets: CapturedPacket[] = [];
    for (let next = readRecord(held, format); next !== null; next = readRecord(held, format)) {
      packets.push(next);
      held = held.subarray(RECORD_HEADER_OCTETS + next.bytes.length);
    }
    return packets;
  };
}

function readFileHeader(header: Buffer): Format {
  const littleEndian = [MICROSECOND_MAGIC, NANOSECOND_MAGIC].includes(header.readUInt32LE(0));
  const magic = littleEndian ? header.readUInt32LE(0) : header.readUInt32BE(0);
  if (magic !== MICROSECOND_MAGIC && magic !== NANOSECOND_MAGIC) {
    throw new Error(`This is no classic pcap capture: it begins with ${header.toString("hex", 0, 4)}.`);
  }
  const linkType = word(header, 20, littleEndian) & 0xffff;
  if (linkType !== LINKTYPE_ETHERNET) throw new Error(`This capture holds link type ${linkType}, not Ethernet (1).`);
  return { littleEndian, perMicro: magic === NANOSECOND_MAGIC ? 1000 : 1 };
}

function readRecord(held: Buffer, { littleEndian, perMicro }: Format): CapturedPacket | null {
  if (held.length < RECORD_HEADER_OCTETS) return null;
  const kept = word(held, 8, littleEndian);
  if (kept > PACKET_MAX_OCTETS) throw new Error(`This capture is damaged: a packet of ${kept} octets.`);
  if (held.length < RECORD_HEADER_OCTETS + kept) return null;
  const seconds = word(held, 0, littleEndian);
  const micros = Math.floor(word(held, 4, littleEndian) / perMicro);
  return {
    atMicros: seconds * 1_000_000 + micros,
    length: word(held, 12, littleEndian),
    bytes: Buffer.from(held.subarray(RECORD_HEADER_OCTETS, RECORD_HEADER_OCTETS + kept)),
  };
}

function word(buffer: Buffer, offset: number, littleEndian: boolean): number {
  return littleEndian ? buffer.readUInt32LE(offset) : buffer.readUInt32BE(offset);
}

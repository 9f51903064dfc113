/** Takes chunks of a byte stream and gives whole lines; a line longer than `maxOctets` throws. */
export function lineSplitter(onLine: (line: string) => void, maxOctets: number): (chunk: Buffer) => void {
  let parts: Buffer[] = [];
  let held = 0;
  const keep = (part: Buffer) => {
    held += part.length;
    if (held > maxOctets) throw new RangeError(`a line is longer than ${maxOctets} octets`);
    parts.push(part);
  };
  return (chunk) => {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      keep(chunk.subarray(from, end));
      const line = Buffer.concat(parts).toString("utf8");
      parts = [];
      held = 0;
      from = end + 1;
      onLine(line);
    }
    if (from < chunk.length) keep(chunk.subarray(from));
  };
}

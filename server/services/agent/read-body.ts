import { ServiceError } from "../../errors";

/** The text of a request's body, read no further than it may be. @throws ServiceError invalid when it is longer */
export async function readBody(request: Request, maxOctets: number): Promise<string> {
  const parts: Uint8Array[] = [];
  let octets = 0;
  const reader = request.body?.getReader();
  for (let next = await reader?.read(); next?.value !== undefined; next = await reader?.read()) {
    octets += next.value.length;
    if (octets > maxOctets) {
      await reader?.cancel();
      throw new ServiceError("invalid", `The message is longer than ${maxOctets} octets. Send less at once.`);
    }
    parts.push(next.value);
  }
  return Buffer.concat(parts).toString("utf8");
}

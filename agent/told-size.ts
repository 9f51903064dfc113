const KIBI = 1024;
const NEAR = 16;

/** A size as tc tells it: near a multiple of 1,024 as that multiple (iproute2 6.1, `sprint_size`), below a mebioctet. */
export function toldSize(octets: number): number {
  const nearest = KIBI * Math.round(octets / KIBI);
  return octets >= KIBI && Math.abs(nearest - octets) < NEAR ? nearest : octets;
}

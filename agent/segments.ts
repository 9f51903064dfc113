/** Frames of one TCP sender that the kernel may hand to a device as one large segment, unless told otherwise (GSO_MAX_SEGS). */
export const ANY_SEGMENTS = 65_535;

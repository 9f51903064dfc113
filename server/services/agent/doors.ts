import { joinRequest, reportRequest, watchRequest } from "@/agent/protocol";
import type { Door } from "./door";
import { joinSwitch } from "./join";
import { takeReport } from "./report";
import { watchDesired } from "./watch";

/** A report of a full switch is 8,190 entries with two counters each, and 500 frames of 512 octets. */
const REPORT_OCTETS = 8_000_000;
const SHORT_OCTETS = 256_000;

export const joinDoor = {
  schema: joinRequest,
  maxOctets: SHORT_OCTETS,
  answer: (ctx, message) => joinSwitch({ ctx, input: message }),
} satisfies Door<typeof joinRequest, unknown>;

export const watchDoor = {
  schema: watchRequest,
  maxOctets: SHORT_OCTETS,
  answer: (ctx, message, signal) => watchDesired({ ctx, input: message, signal }),
} satisfies Door<typeof watchRequest, unknown>;

export const reportDoor = {
  schema: reportRequest,
  maxOctets: REPORT_OCTETS,
  answer: (ctx, message) => takeReport({ ctx, input: message }),
} satisfies Door<typeof reportRequest, unknown>;

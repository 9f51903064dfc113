import { type Logger, pino } from "pino";
import { env } from "./env";

let known: Logger | null = null;

/** The portal's log: one JSON object a line on stdout, without secrets. */
export function log(): Logger {
  known ??= pino({
    level: env().logLevel,
    base: null,
    redact: ["*.token", "*.password", "*.cookie", "*.authorization"],
  });
  return known;
}

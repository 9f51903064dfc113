import { printSummary } from "./suites/summary";
import { runVerify } from "./suites/verify";

// `npm run verify`: format, lint with the layer rules, types and unit tests.
printSummary(await runVerify());

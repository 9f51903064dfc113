import { expect, test } from "vitest";
import { type MachineReport, type Problem, portNumber } from "../protocol";
import { problemsThatStay } from "./problems-that-stay";

const missing = (port: number): Problem => ({ object: `port ${port}`, code: "unknown_port", detail: "p is not there" });
const machine = (port: number, state: MachineReport["state"]): MachineReport => ({
  port: portNumber.parse(port),
  state,
  detail: null,
});

test("a cable that is missing is a problem, unless a machine is being made at its end", () => {
  const problems = [missing(21), missing(22), missing(23), missing(24)];
  const machines = [machine(21, "making"), machine(22, "running"), machine(23, "failed")];
  expect(problemsThatStay(problems, machines)).toEqual([missing(23), missing(24)]);
});

test("another problem of such a port stays", () => {
  const refused: Problem = { object: "port 21", code: "refused_by_kernel", detail: "no" };
  expect(problemsThatStay([refused], [machine(21, "making")])).toEqual([refused]);
});

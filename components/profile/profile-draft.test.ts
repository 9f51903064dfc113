import { expect, test } from "vitest";
import { isProfileFault, type ProfileDraft, profileDraftOf, profileOf, STANDARD_PROFILE } from "./profile-draft";

const STANDARD = profileDraftOf(STANDARD_PROFILE);

test("the standard profile is read back as it is: floods 5 %, nothing else", () => {
  expect(profileOf(STANDARD)).toEqual({ bandwidth: null, floodPercent: 5, macs: null, macQuota: null, carried: [] });
});

test("empty fields are no limit, and units are counted in", () => {
  const draft: ProfileDraft = { ...STANDARD, flood: "", bandwidth: { amount: "1.5", unit: "Gbit/s" }, quota: "8" };
  expect(profileOf(draft)).toMatchObject({ bandwidth: 1_500_000_000, floodPercent: null, macQuota: 8 });
});

test("addresses come in any form, by lines or commas, and each once", () => {
  const macs = "02-00-00-00-00-0A, 0200.0000.000b\n\n02:00:00:00:00:0a";
  expect(profileOf({ ...STANDARD, macs })).toMatchObject({ macs: ["02:00:00:00:00:0a", "02:00:00:00:00:0b"] });
});

test.each([
  [{ bandwidth: { amount: "fast", unit: "Mbit/s" as const } }, "profile.bandwidth", "such as 100 or 2.5"],
  [{ flood: "five" }, "profile.floodPercent", "whole number of percent"],
  [{ quota: "1.5" }, "profile.macQuota", "whole number of addresses"],
  [{ macs: "02:00:00:00:00:0a 02:00" }, "profile.macs", '"02:00" is not a MAC address'],
])("%j cannot be read, and is told at its field", (part, field, sentence) => {
  const read = profileOf({ ...STANDARD, ...part });
  if (!isProfileFault(read)) throw new Error("it was read");
  expect(read.field).toBe(field);
  expect(read.message).toContain(sentence);
});

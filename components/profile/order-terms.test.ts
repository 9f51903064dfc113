import { expect, test } from "vitest";
import { type OrderTerms, readTerms, STANDARD_TERMS, termsOfOrder, writeTerms } from "./order-terms";
import { STANDARD_PROFILE } from "./profile-draft";

const OWN: OrderTerms = {
  endVlan: 77,
  profile: {
    ...{ bandwidth: 2_500_000, floodPercent: null, macQuota: 8 },
    ...{ macs: ["02:00:00:00:00:0a", "02:00:00:00:00:0b"], carried: ["stp", "lldp"] },
  },
};

function throughAddress(terms: OrderTerms): OrderTerms {
  const query = new URLSearchParams();
  writeTerms(query, terms);
  const named = [...new Set(query.keys())].map((key) => {
    const all = query.getAll(key);
    return [key, all.length === 1 ? all[0] : all] as const;
  });
  return readTerms(Object.fromEntries(named));
}

test.each([STANDARD_TERMS, OWN, { ...STANDARD_TERMS, endVlan: "untagged" as const }])(
  "an address keeps %j",
  (terms) => {
    expect(throughAddress(terms)).toEqual(terms);
  },
);

test("the standard profile, asked for by name, is kept apart from none asked for", () => {
  const { macs, carried, ...rest } = STANDARD_PROFILE;
  const profile = { ...rest, macs, carried: [...carried] };
  expect(throughAddress({ endVlan: null, profile }).profile).toEqual(profile);
});

test("an address that somebody wrote wrongly asks for nothing", () => {
  expect(readTerms({ end: "seven", bandwidth: ["1", "2"], carry: "smoke" })).toEqual({
    endVlan: null,
    profile: { bandwidth: null, floodPercent: null, macQuota: null, macs: null, carried: [] },
  });
});

test("what is not asked is not sent", () => {
  expect(termsOfOrder(STANDARD_TERMS)).toEqual({});
  expect(termsOfOrder(OWN)).toEqual(OWN);
});

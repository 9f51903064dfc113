import { expect, test } from "vitest";
import { clientVlan, macAddress } from "@/agent/protocol";
import { announcementFrame } from "./announcement-frame";

const mac = macAddress.parse("02:4d:56:00:00:07");

test("a machine announces its address to everybody, in its VLAN", () => {
  const frame = announcementFrame(mac, clientVlan.parse(10), "10.20.30.254");
  const arp = "080600010800060400010" + "24d56000007" + "0a141efe" + "000000000000" + "0a141efe";
  expect(frame.startsWith(`ffffffffffff024d56000007${"8100000a"}${arp}`)).toBe(true);
  expect(frame).toHaveLength(120);
});

test("an untagged one has no tag", () => {
  expect(announcementFrame(mac, "untagged", "10.0.0.1").slice(24, 28)).toBe("0806");
});

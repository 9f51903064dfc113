/** Differences of links: the bridge, the pairs, and how each device is set. */
import type { Actual, ActualLink } from "./actual";
import { sameBridgeSettings } from "./bridge-settings";
import { type Difference, deleteLink, difference, isOurs, linkNamed, unsolved } from "./difference";
import { FABRIC_MTU, OWNER_ALIAS } from "./names";
import type { Operation } from "./operation";
import { scopeOfDevice } from "./scope-of-device";
import { ANY_SEGMENTS } from "./segments";
import { simulate } from "./simulate";
import { collides, isTunnel } from "./tunnel-settings";
import type { Wanted, WantedDevice, WantedPair } from "./wanted";

/** Two devices with the names of a pair that are not joined, both ours. */
export function brokenPair(pair: WantedPair, actual: Actual): Difference[] {
  const ends = [linkNamed(actual, pair.device), linkNamed(actual, pair.peer)];
  const present = ends.filter((end) => end !== undefined);
  if (present.length === 0) return [];
  if (present.length === 2 && ends[0]?.peer === pair.peer) return [];
  if (!present.every(isOurs)) return [];
  const removal = present.map((end) => deleteLink(end.name));
  return [difference("wrong", pair.scope, `${pair.device} and ${pair.peer} are not two ends of one pair`, removal)];
}

/** Links that are missing or set otherwise, each device alone. */
export function linkDifferences(wanted: Wanted, actual: Actual): Difference[] {
  const made = [
    ...wanted.bridges.filter(({ device }) => linkNamed(actual, device) === undefined).map(missingBridge),
    ...wanted.pairs.filter((pair) => linkNamed(actual, pair.device) === undefined).map(missingPair),
    ...wanted.devices.filter(({ name }) => linkNamed(actual, name) === undefined).flatMap(missingTunnel),
  ];
  const then = simulate(
    actual,
    made.flatMap((item) => item.repair),
  );
  return [...made, ...wanted.devices.flatMap((device) => deviceDifferences(device, linkNamed(then, device.name)))];
}

function missingBridge({ device, scope }: Wanted["bridges"][number]): Difference {
  const repair: Operation = { kind: "add-bridge", device, mtu: FABRIC_MTU, scope };
  return difference("missing", scope, `bridge ${device} is not there`, [repair]);
}

function missingTunnel({ name, tunnel, scope }: WantedDevice): Difference[] {
  if (tunnel === undefined) return [];
  const repair: Operation = { kind: "add-tunnel", device: name, tunnel, scope };
  return [difference("missing", scope, `tunnel ${name} is not there`, [repair])];
}

function missingPair(pair: WantedPair): Difference {
  const { device, peer, scope } = pair;
  return difference("missing", scope, `pair ${device} and ${peer} is not there`, [
    { kind: "add-pair", device, peer, mtu: FABRIC_MTU, scope },
  ]);
}

function deviceDifferences(device: WantedDevice, link: ActualLink | undefined): Difference[] {
  const { name, scope } = device;
  if (link === undefined) return [missingDevice(device)];
  if (device.ours && !isOurs(link)) {
    const remedy = `remove it or rename it, then the agent makes its own`;
    return [unsolved("wrong", "name_taken", scope, `${name} exists without the alias ${OWNER_ALIAS}: ${remedy}`)];
  }
  return settingRepairs(device, link).map(([detail, repair]) => difference("wrong", scope, detail, [repair]));
}

/** A given interface that is away is somebody's to plug in; ours can only be away with the pair that it is part of. */
function missingDevice({ name, ours, scope }: WantedDevice): Difference {
  if (ours) return difference("missing", scope, `${name} is not there`, []);
  return unsolved("missing", "unknown_port", scope, `${name} is not there: plug the cable in, or take the port away`);
}

function settingRepairs(device: WantedDevice, link: ActualLink): [string, Operation][] {
  const { name, scope, master, mtu } = device;
  const repairs: [string, Operation][] = [];
  if (link.bridge !== null && !sameBridgeSettings(link.bridge)) {
    repairs.push([`${name} has other bridge settings`, { kind: "set-bridge", device: name, scope }]);
  }
  const most = device.learnedMost;
  const held = link.bridge?.learnedMost;
  if (most !== undefined && held !== undefined && held !== most) {
    repairs.push([
      `${name} learns up to ${held} addresses, not ${most}`,
      { kind: "limit-learned", device: name, most, scope },
    ]);
  }
  if (mtu !== null && link.mtu !== mtu) {
    repairs.push([`${name} has MTU ${link.mtu}, not ${mtu}`, { kind: "set-mtu", device: name, mtu, scope }]);
  }
  const { segments } = device;
  if (segments !== undefined && (link.segments ?? ANY_SEGMENTS) !== segments) {
    const detail = `${name} takes ${link.segments ?? ANY_SEGMENTS} frames at once, not ${segments}`;
    repairs.push([detail, { kind: "set-segments", device: name, segments, scope }]);
  }
  if (link.quiet === false) {
    repairs.push([`${name} speaks IPv6 of its own`, { kind: "silence", device: name, scope }]);
  }
  if (device.isCable && !link.promiscuous) {
    repairs.push([`${name} takes only frames to itself`, { kind: "listen", device: name, scope }]);
  }
  if (device.ours && link.master !== master) repairs.push(masterRepair(device, link));
  if (!link.up) repairs.push([`${name} is down`, { kind: "open", device: name, scope }]);
  return repairs;
}

function masterRepair({ name, scope, master }: WantedDevice, link: ActualLink): [string, Operation] {
  if (master === null) return [`${name} is a port of ${link.master}`, { kind: "release", device: name, scope }];
  return [`${name} is not a port of ${master}`, { kind: "enslave", device: name, master, scope }];
}

/** Tunnels of ours that are set otherwise than wanted: the kernel changes most settings only by making them anew. */
export function brokenTunnel({ name, tunnel, scope }: WantedDevice, actual: Actual): Difference[] {
  const found = linkNamed(actual, name);
  if (tunnel === undefined || found === undefined || !isOurs(found) || isTunnel(found.tunnel, tunnel)) return [];
  return [difference("wrong", scope, `${name} is not the tunnel that it must be`, [deleteLink(name)])];
}

/** How a link of ours that nothing wants is removed. A tunnel goes last, unless a wanted one cannot be made beside it. */
export function removalOf(device: string, wanted: Wanted, actual: Actual): Operation & { device: string } {
  const found = linkNamed(actual, device);
  if (found === undefined || found.tunnel === null) return deleteLink(device);
  const isInTheWay = wanted.devices.some(({ tunnel }) => tunnel !== undefined && collides(found.tunnel, tunnel));
  if (isInTheWay) return deleteLink(device);
  return { kind: "delete-tunnel", device, scope: scopeOfDevice(device) };
}

/** Links of ours that nothing wants; one name of each pair is enough, the other end goes with it. */
export function strayLinkNames(wanted: Wanted, actual: Actual): string[] {
  const names = new Set(wanted.devices.map((device) => device.name));
  const strays = actual.links.filter((link) => isOurs(link) && !names.has(link.name));
  return strays
    .filter((link) => !strays.some((other) => other.name === link.peer && other.name < link.name))
    .map((link) => link.name);
}

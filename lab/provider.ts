import type { NamespaceName } from "./build";
import { PROVIDER, switchNamespace, type World, type WorldProviderLink } from "./world";

type End = WorldProviderLink["a"];
const PREFIX = 30;

/** The router's interface for an end of a link, e.g. "w-306a". */
const routerDevice = (link: WorldProviderLink, side: "a" | "b"): string => `w-${link.code}${side}`;

/** The cables of a provider link: from each switch's l-N to the provider's router. */
export function providerLines(link: WorldProviderLink, nameOf: NamespaceName): string[] {
  return (["a", "b"] as const).map((side) => {
    const end = link[side];
    const near = `link add l-${end.port} mtu ${link.mtu} netns ${nameOf(switchNamespace(end.switch))}`;
    return `${near} type veth peer name ${routerDevice(link, side)} mtu ${link.mtu} netns ${nameOf(PROVIDER)}`;
  });
}

/** What must be set where for the provider's network to route between the ends of all its links. */
export function providerPlaces(world: World): { namespace: string; lines: string[] }[] {
  const ends = world.providerLinks.flatMap((link) => [
    { link, side: "a" as const, here: link.a, there: link.b },
    { link, side: "b" as const, here: link.b, there: link.a },
  ]);
  const routers = ends.map(({ here, there }) => ({
    namespace: switchNamespace(here.switch),
    lines: routerLines(here, there),
  }));
  const lines = ends.flatMap(({ link, side, here }) => [
    `addr add ${next(here.address)}/${PREFIX} dev ${routerDevice(link, side)}`,
    `link set ${routerDevice(link, side)} up`,
  ]);
  return [...routers, { namespace: PROVIDER, lines }];
}

/** A route to the far router alone: nothing else at the provider concerns us. */
function routerLines(here: End, there: End): string[] {
  return [
    `addr add ${here.address}/${PREFIX} dev l-${here.port}`,
    `link set l-${here.port} up`,
    `route add ${there.address}/32 via ${next(here.address)}`,
  ];
}

/** The address after this one: the router's in a network of two hosts. */
function next(address: string): string {
  const [last = 0, ...rest] = address.split(".").map(Number).reverse();
  return [...rest.reverse(), last + 1].join(".");
}

import { auditRouter } from "./routers/audit";
import { cloudsRouter } from "./routers/clouds";
import { datacentersRouter } from "./routers/datacenters";
import { eventsRouter } from "./routers/events";
import { extensionsRouter } from "./routers/extensions";
import { healthRouter } from "./routers/health";
import { linksRouter } from "./routers/links";
import { machinesRouter } from "./routers/machines";
import { meRouter } from "./routers/me";
import { overlapsRouter } from "./routers/overlaps";
import { pathsRouter } from "./routers/paths";
import { probesRouter } from "./routers/probes";
import { racksRouter } from "./routers/racks";
import { requestsRouter } from "./routers/requests";
import { rulesRouter } from "./routers/rules";
import { switchesRouter } from "./routers/switches";
import { vlansRouter } from "./routers/vlans";
import { createCallerFactory, router } from "./trpc";

/** The whole API: one router an entity. */
export const appRouter = router({
  me: meRouter,
  datacenters: datacentersRouter,
  racks: racksRouter,
  vlans: vlansRouter,
  clouds: cloudsRouter,
  machines: machinesRouter,
  extensions: extensionsRouter,
  requests: requestsRouter,
  switches: switchesRouter,
  links: linksRouter,
  health: healthRouter,
  rules: rulesRouter,
  paths: pathsRouter,
  probes: probesRouter,
  overlaps: overlapsRouter,
  audit: auditRouter,
  events: eventsRouter,
});

/** What clients import, as a type only. */
export type AppRouter = typeof appRouter;

/** Calls the API without HTTP, for server components and tests. */
export const createCaller = createCallerFactory(appRouter);

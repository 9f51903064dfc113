import { meRouter } from "./routers/me";
import { pathsRouter } from "./routers/paths";
import { createCallerFactory, router } from "./trpc";

/** The whole API: one router an entity. */
export const appRouter = router({
  me: meRouter,
  paths: pathsRouter,
});

/** What clients import, as a type only. */
export type AppRouter = typeof appRouter;

/** Calls the API without HTTP, for server components and tests. */
export const createCaller = createCallerFactory(appRouter);

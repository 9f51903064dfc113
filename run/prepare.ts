import { stateDirectory } from "@/lab/state";
import { prepareWorld } from "./prepare-world";

// The last step of set-up: the database's schema is up to date and the demo world is in it.
await prepareWorld(stateDirectory());

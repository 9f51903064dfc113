import { createServer } from "node:net";

/** Thrown with one sentence for the person at the terminal. */
export class StartProblem extends Error {}

/**
 * A TCP port of 127.0.0.1 that nobody listens on.
 *
 * @param wanted that port, or 0 for any
 * @throws StartProblem when the wanted one is taken
 */
export function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", () => reject(new StartProblem(portTaken(wanted))));
    server.listen(wanted, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : wanted;
      server.close(() => resolve(port));
    });
  });
}

function portTaken(port: number): string {
  return `Port ${port} is used by another program. Stop that program, or choose another port: PORT=${port + 1} npm start`;
}

/** @type {import("next").NextConfig} */
export default {
  serverExternalPackages: ["better-sqlite3", "pino"],
  poweredByHeader: false,
  devIndicators: false,
};

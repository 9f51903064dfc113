/** What the kernels count is asked for again this often while somebody looks, in ms. */
export const REFRESH_MS = 1_000;
/** A live figure shows its age once it is older than this, in ms: two intervals and some. */
export const FRESH_MS = 2_500;

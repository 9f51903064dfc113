"use client";

import { createAuthClient } from "better-auth/react";

/** Sign-in and sign-out, at /api/auth of the same origin. */
export const authClient = createAuthClient();

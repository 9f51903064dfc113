"use client";

import { type FormEvent, useState } from "react";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { authClient } from "./client";
import { type DemoAccount, DemoAccounts } from "./demo-accounts";
import { safeNext } from "./safe-next";

interface SignInFormProps {
  /** Where to go afterwards, as the address bar gave it. */
  readonly next: string | null;
  readonly demo: readonly DemoAccount[];
}

/** E-mail and password. What was typed stays when the server refuses. */
export function SignInForm({ next, demo }: SignInFormProps) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setPending(true);
    setProblem(null);
    const problem = await signIn(email, password);
    if (problem === null) {
      window.location.assign(safeNext(next));
      return;
    }
    setPending(false);
    setProblem(problem);
  };

  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      {problem ? <Banner look="fault">{problem}</Banner> : null}
      <Field label="E-mail">
        {(control) => (
          <Input
            {...control}
            type="email"
            autoComplete="username"
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <Field label="Password">
        {(control) => (
          <Input
            {...control}
            type="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" look="primary" pending={pending} className="h-9">
        {pending ? "Signing in" : "Sign in"}
      </Button>
      <DemoAccounts
        accounts={demo}
        onPick={(account) => {
          setEmail(account.email);
          setPassword(account.password);
        }}
      />
    </form>
  );
}

/** Null when it worked, else what to do. */
async function signIn(email: string, password: string): Promise<string | null> {
  try {
    const { error } = await authClient.signIn.email({ email, password });
    if (error === null) return null;
    if (error.status === 401) return "E-mail and password do not match. Check both and try again.";
    if (error.status === 429) return "Too many attempts from here. Wait a minute, then try again.";
    return `Sign-in did not work: ${error.message ?? "no reason was given"}. Try again.`;
  } catch {
    return "The portal did not answer. Check the connection and try again.";
  }
}

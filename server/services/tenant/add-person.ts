import { generateId } from "better-auth";
import { hashPassword } from "better-auth/crypto";
import { z } from "zod";
import type { Queryable } from "@/db/client";
import { violatedUnique } from "@/db/constraint";
import { account, user } from "@/db/schema/auth";
import { member, operator } from "@/db/schema/tenant";
import { ServiceError } from "../../errors";
import { recordAudit } from "../audit/record";
import type { ServiceContext } from "../context";
import { nameField } from "../field";
import { parseInput } from "../parse-input";
import { mustAdminister } from "../scope";

export const addPersonInput = z.object({
  name: nameField,
  email: z.email("This is not an e-mail address. Write one such as ada@aspen.example.").toLowerCase(),
  password: z.string().min(8, "A password needs 8 characters or more.").max(128),
  /** Whose member the person becomes; null makes one of the operator's people. */
  tenantId: z.string().nullable(),
});

/** Makes an account that can sign in at once. */
export async function addPerson({
  ctx,
  input,
}: {
  ctx: ServiceContext;
  input: z.input<typeof addPersonInput>;
}): Promise<{ id: string }> {
  mustAdminister(ctx);
  const { name, email, password, tenantId } = parseInput(addPersonInput, input);
  const id = generateId();
  // Takes a tenth of a second by design, so it is done before the transaction.
  const hash = await hashPassword(password);
  return ctx.db.transact(async (tx) => {
    await insertAccount(tx, { id, name, email, hash, at: new Date(ctx.now()) });
    if (tenantId === null) await tx.insert(operator).values({ userId: id });
    if (tenantId !== null) await tx.insert(member).values({ tenantId, userId: id, role: "owner" });
    await recordAudit(tx, ctx, { action: "person.add", subjectId: id, tenantId, after: { name, email } });
    return { id };
  });
}

async function insertAccount(
  tx: Queryable,
  { id, name, email, hash, at }: { id: string; name: string; email: string; hash: string; at: Date },
): Promise<void> {
  const stamps = { createdAt: at, updatedAt: at };
  try {
    await tx.insert(user).values({ id, name, email, emailVerified: true, ...stamps });
  } catch (error) {
    throw violatedUnique(error) === null ? error : emailTaken(email);
  }
  // "credential" is how the sign-in library calls a password.
  const credential = { providerId: "credential", accountId: id, password: hash };
  await tx.insert(account).values({ id: generateId(), userId: id, ...credential, ...stamps });
}

function emailTaken(email: string): ServiceError {
  return new ServiceError("conflict", `There is an account for ${email} already. Use it, or another address.`, "email");
}

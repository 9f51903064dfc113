"use client";

/** An account of the demo world. */
export interface DemoAccount {
  readonly email: string;
  readonly password: string;
  readonly note: string;
}

/** The demo world's accounts: one click fills the form. */
export function DemoAccounts({
  accounts,
  onPick,
}: {
  accounts: readonly DemoAccount[];
  onPick: (account: DemoAccount) => void;
}) {
  if (accounts.length === 0) return null;
  return (
    <fieldset className="mt-2 rounded-md border border-line">
      <legend className="ml-2 px-1 text-xs text-ink-3">Demo accounts, one click fills the form</legend>
      <ul className="p-1">
        {accounts.map((account) => (
          <li key={account.email}>
            <button
              type="button"
              onClick={() => onPick(account)}
              className="flex w-full flex-wrap justify-between gap-x-3 rounded-sm px-2 py-1 text-left text-table hover:bg-hover max-md:py-2"
            >
              <span className="number">{account.email}</span>
              <span className="text-ink-3">{account.note}</span>
            </button>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

import Link from "next/link";
import { type OrderTerms, writeTerms } from "../profile/order-terms";
import { classNames } from "../ui/class-names";

/** What has been chosen so far, as the address bar keeps it. */
export interface OrderChoice {
  readonly vlan: string | null;
  readonly resource: string | null;
  /** Codes of links that the path must not use; empty for the best path. */
  readonly avoid: readonly string[];
  /** Codes of links that it must use. */
  readonly via: readonly string[];
  /** VLAN id at the resource and service profile. */
  readonly terms: OrderTerms;
}

/** The address of a step with those choices. */
export function orderAddress({ vlan, resource, avoid, via, terms }: OrderChoice): string {
  const query = new URLSearchParams();
  if (vlan !== null) query.set("vlan", vlan);
  if (resource !== null) query.set("resource", resource);
  for (const code of via) query.append("via", code);
  for (const code of avoid) query.append("avoid", code);
  writeTerms(query, terms);
  const text = query.toString();
  return text === "" ? "/extensions/new" : `/extensions/new?${text}`;
}

/** VLAN, resource, recap: each step is an address, and going back loses nothing. */
export function OrderSteps({ choice }: { choice: OrderChoice }) {
  const at = choice.vlan === null ? 0 : choice.resource === null ? 1 : 2;
  const steps = [
    { label: "VLAN", href: orderAddress({ ...choice, vlan: null, resource: null }) },
    { label: "Far end", href: orderAddress({ ...choice, resource: null }) },
    { label: "Recap", href: orderAddress(choice) },
  ];
  return (
    <nav aria-label="Steps" className="mb-4">
      <ol className="flex gap-1 text-table">
        {steps.map((step, index) => (
          <li key={step.label} className="flex items-center gap-1">
            {index > 0 ? (
              <span aria-hidden className="text-ink-3">
                ›
              </span>
            ) : null}
            {index <= at ? (
              <Link
                href={step.href}
                aria-current={index === at ? "step" : undefined}
                className={classNames(
                  "rounded-sm px-1.5 py-0.5 hover:bg-hover",
                  index === at ? "font-semibold" : "text-ink-2",
                )}
              >
                {index + 1}. {step.label}
              </Link>
            ) : (
              <span className="px-1.5 py-0.5 text-ink-3">
                {index + 1}. {step.label}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

"use client";

import type { ReactNode } from "react";
import { Field } from "../ui/field";
import { Input, Select } from "../ui/input";
import { isRateUnit, RATE_UNITS, type RateDraft } from "./rate";

interface RateFieldProps {
  readonly label: string;
  readonly hint: ReactNode;
  readonly error: string | null;
  readonly rate: RateDraft;
  readonly onChange: (rate: RateDraft) => void;
}

/** A bit rate: an amount and its unit. */
export function RateField({ label, hint, error, rate, onChange }: RateFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <span className="grid grid-cols-[minmax(0,1fr)_7.5rem] gap-2">
          <Input
            {...control}
            className="number"
            inputMode="decimal"
            autoComplete="off"
            value={rate.amount}
            onChange={(event) => onChange({ ...rate, amount: event.target.value })}
          />
          <Select
            aria-label={`Unit of ${label}`}
            value={rate.unit}
            onChange={(event) =>
              onChange({ ...rate, unit: isRateUnit(event.target.value) ? event.target.value : rate.unit })
            }
          >
            {Object.keys(RATE_UNITS).map((unit) => (
              <option key={unit}>{unit}</option>
            ))}
          </Select>
        </span>
      )}
    </Field>
  );
}

import type { AlarmView } from "@/server/services/switch/alarm-view";
import { Banner } from "../ui/banner";
import { Time } from "../ui/time";
import { alarmWords } from "./alarm-words";

/** Signs of a mistake or an attack at ports of a switch; nothing when there are none. */
export function Alarms({ switchCode, alarms }: { switchCode: string; alarms: readonly AlarmView[] }) {
  if (alarms.length === 0) return null;
  return (
    <Banner look="warn">
      <p className="font-medium">Alarms at switch {switchCode}, seen within the last minute:</p>
      <ul className="mt-1 list-disc pl-5">
        {alarms.map((alarm) => (
          <li key={`${alarm.kind} ${alarm.key} ${alarm.mac}`}>
            {alarmWords(alarm)}{" "}
            <span className="whitespace-nowrap">
              Since <Time at={alarm.since} />.
            </span>
          </li>
        ))}
      </ul>
    </Banner>
  );
}

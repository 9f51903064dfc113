import type { MachineView } from "@/server/services/machine/view";
import { ClientVlan } from "../tag/client-vlan";
import { TextLink } from "../ui/text-link";

/** A machine's addresses, each with the VLAN that it is in. */
export function Addresses({ machine, links = false }: { machine: MachineView; links?: boolean }) {
  if (machine.addresses.length === 0) return <span className="text-ink-3">none</span>;
  return (
    <ul className="flex flex-col gap-1">
      {machine.addresses.map(({ vid, cidr, vlan }) => (
        <li key={cidr} className="flex flex-wrap items-center gap-x-2 max-md:justify-end">
          <ClientVlan vid={vid} />
          <span className="number">{cidr}</span>
          {links ? <TextLink href={`/vlans/${vlan.id}`}>{vlan.name}</TextLink> : null}
        </li>
      ))}
    </ul>
  );
}

/** What rules can and cannot touch. */
export function RuleReach() {
  return (
    <p className="border-t border-line px-3 py-2 text-xs text-ink-3">
      Rules are asked in this order, and the first that matches acts. They see frames of this VLAN alone, where they
      come in from your rack and from your resources. They can't touch frames of another VLAN or of anybody else, nor
      frames on their way between switches.
    </p>
  );
}

/** The tab's title, which says what runs: "allocated · 102A, VLAN 10 to 110A". */
export function PageTitle({ children }: { children: string }) {
  return <title>{`${children} · Dovetail`}</title>;
}

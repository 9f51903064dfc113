export interface AuditView {
  readonly id: number;
  readonly at: number;
  readonly actor: { readonly kind: "user" | "agent" | "system"; readonly name: string };
  readonly tenant: string | null;
  readonly action: string;
  readonly subjectId: string;
  readonly before: string | null;
  readonly after: string | null;
}

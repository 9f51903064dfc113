import { NotFoundWords } from "@/components/shell/not-found";

export default function NotFound() {
  return (
    <main className="p-6">
      <NotFoundWords />
    </main>
  );
}

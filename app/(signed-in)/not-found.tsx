import { NotFoundWords } from "@/components/shell/not-found";

export default function NotFound() {
  return <NotFoundWords />;
}

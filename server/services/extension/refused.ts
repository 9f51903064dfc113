import { ServiceError } from "../../errors";

/** An order that something else stands in the way of; the choice of the resource is what can be changed. */
export function refused(message: string): ServiceError {
  return new ServiceError("conflict", message, "resourceId");
}

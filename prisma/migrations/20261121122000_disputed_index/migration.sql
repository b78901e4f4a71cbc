-- Rescue looks for disputed payments on every page of the back office.
CREATE INDEX "payments_is_disputed_idx" ON "payments"("is_disputed");

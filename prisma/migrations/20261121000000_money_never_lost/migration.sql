-- CreateEnum
CREATE TYPE "refund_state" AS ENUM ('requested', 'pending', 'completed', 'failed', 'unknown');

-- AlterTable
ALTER TABLE "orders" ADD COLUMN     "checks" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "next_check_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "attempts" ADD COLUMN     "line_id" INTEGER,
ADD COLUMN     "live_line_id" INTEGER;

-- AlterTable
ALTER TABLE "payments" ADD COLUMN     "is_disputed" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "provider_created_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "refunds" (
    "id" SERIAL NOT NULL,
    "order_id" INTEGER,
    "payment_id" INTEGER NOT NULL,
    "provider" "provider" NOT NULL,
    "mode" "payment_mode" NOT NULL,
    "provider_refund_id" TEXT,
    "amount_minor" INTEGER NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "state" "refund_state" NOT NULL DEFAULT 'requested',
    "from_shop" BOOLEAN NOT NULL,
    "restock" BOOLEAN NOT NULL DEFAULT false,
    "request_key" TEXT,
    "merchant_id" INTEGER,
    "failure" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "refunds_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refund_lines" (
    "id" SERIAL NOT NULL,
    "refund_id" INTEGER NOT NULL,
    "order_line_id" INTEGER NOT NULL,
    "quantity" INTEGER NOT NULL,
    "amount_minor" INTEGER NOT NULL,
    "restocked" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "refund_lines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_transactions" (
    "id" SERIAL NOT NULL,
    "posting_key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "mode" "payment_mode" NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "order_number" INTEGER,
    "provider" "provider" NOT NULL,
    "reference" TEXT NOT NULL,
    "sealed_at" TIMESTAMPTZ(3),
    "previous_hash" BYTEA,
    "hash" BYTEA,

    CONSTRAINT "ledger_transactions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_entries" (
    "id" SERIAL NOT NULL,
    "transaction_id" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    "amount_minor" INTEGER NOT NULL,

    CONSTRAINT "ledger_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signing_secrets" (
    "id" SERIAL NOT NULL,
    "provider" "provider" NOT NULL,
    "mode" "payment_mode" NOT NULL,
    "webhook_id" TEXT NOT NULL,
    "ciphertext" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "signing_secrets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "call_budgets" (
    "provider" "provider" NOT NULL,
    "mode" "payment_mode" NOT NULL,
    "minute" TIMESTAMPTZ(3) NOT NULL,
    "checkouts" INTEGER NOT NULL DEFAULT 0,
    "sweeps" INTEGER NOT NULL DEFAULT 0,
    "paused_until" TIMESTAMPTZ(3),

    CONSTRAINT "call_budgets_pkey" PRIMARY KEY ("provider","mode","minute")
);

-- CreateTable
CREATE TABLE "sweep_runs" (
    "id" SERIAL NOT NULL,
    "provider" "provider" NOT NULL,
    "mode" "payment_mode" NOT NULL,
    "kind" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "calls" INTEGER NOT NULL DEFAULT 0,
    "seen" INTEGER NOT NULL DEFAULT 0,
    "settled" INTEGER NOT NULL DEFAULT 0,
    "complete" BOOLEAN NOT NULL DEFAULT false,
    "lag_seconds" INTEGER NOT NULL DEFAULT 0,
    "problem" TEXT,

    CONSTRAINT "sweep_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_notices" (
    "alert_key" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "mailed_at" TIMESTAMPTZ(3),

    CONSTRAINT "alert_notices_pkey" PRIMARY KEY ("alert_key")
);

-- CreateIndex
CREATE UNIQUE INDEX "refunds_request_key_key" ON "refunds"("request_key");

-- CreateIndex
CREATE INDEX "refunds_payment_id_idx" ON "refunds"("payment_id");

-- CreateIndex
CREATE INDEX "refunds_order_id_idx" ON "refunds"("order_id");

-- CreateIndex
CREATE INDEX "refunds_state_idx" ON "refunds"("state");

-- CreateIndex
CREATE UNIQUE INDEX "refunds_provider_mode_provider_refund_id_key" ON "refunds"("provider", "mode", "provider_refund_id");

-- CreateIndex
CREATE UNIQUE INDEX "refund_lines_refund_id_order_line_id_key" ON "refund_lines"("refund_id", "order_line_id");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_transactions_posting_key_key" ON "ledger_transactions"("posting_key");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_transactions_hash_key" ON "ledger_transactions"("hash");

-- CreateIndex
CREATE INDEX "ledger_transactions_order_number_idx" ON "ledger_transactions"("order_number");

-- CreateIndex
CREATE INDEX "ledger_transactions_sealed_at_id_idx" ON "ledger_transactions"("sealed_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_entries_transaction_id_account_key" ON "ledger_entries"("transaction_id", "account");

-- CreateIndex
CREATE UNIQUE INDEX "signing_secrets_provider_mode_webhook_id_key" ON "signing_secrets"("provider", "mode", "webhook_id");

-- CreateIndex
CREATE INDEX "sweep_runs_provider_mode_kind_started_at_idx" ON "sweep_runs"("provider", "mode", "kind", "started_at");

-- CreateIndex
CREATE INDEX "orders_next_check_at_idx" ON "orders"("next_check_at");

-- CreateIndex
CREATE UNIQUE INDEX "attempts_live_line_id_key" ON "attempts"("live_line_id");

-- CreateIndex
CREATE INDEX "attempts_line_id_idx" ON "attempts"("line_id");

-- CreateIndex
CREATE INDEX "payments_recorded_at_idx" ON "payments"("recorded_at");

-- AddForeignKey
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_line_id_fkey" FOREIGN KEY ("line_id") REFERENCES "order_lines"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchants"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refund_lines" ADD CONSTRAINT "refund_lines_refund_id_fkey" FOREIGN KEY ("refund_id") REFERENCES "refunds"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refund_lines" ADD CONSTRAINT "refund_lines_order_line_id_fkey" FOREIGN KEY ("order_line_id") REFERENCES "order_lines"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_transaction_id_fkey" FOREIGN KEY ("transaction_id") REFERENCES "ledger_transactions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- DropIndex
DROP INDEX "order_products_order_id_provider_mode_price_minor_key";

-- AlterTable
ALTER TABLE "order_products" ADD COLUMN     "line_key" INTEGER NOT NULL DEFAULT 0;

-- CreateIndex
CREATE UNIQUE INDEX "order_products_order_id_provider_mode_line_key_price_minor_key" ON "order_products"("order_id", "provider", "mode", "line_key", "price_minor");

-- CreateIndex
CREATE INDEX "orders_paid_at_idx" ON "orders"("paid_at");

-- CreateIndex
CREATE INDEX "orders_paid_late_idx" ON "orders"("paid_late");

-- CreateIndex
CREATE INDEX "payments_verdict_idx" ON "payments"("verdict");

-- What Prisma's schema cannot say.
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_amount_above_zero" CHECK ("amount_minor" > 0);
ALTER TABLE "refund_lines" ADD CONSTRAINT "refund_lines_in_bounds" CHECK ("quantity" > 0 AND "amount_minor" >= 0 AND "restocked" BETWEEN 0 AND "quantity");
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_not_zero" CHECK ("amount_minor" <> 0);

-- The ledger is append-only; the seal is set once.
CREATE FUNCTION "refuse_ledger_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only';
END $$;
CREATE TRIGGER "ledger_entries_append_only" BEFORE UPDATE OR DELETE ON "ledger_entries"
  FOR EACH ROW EXECUTE FUNCTION "refuse_ledger_change"();
CREATE TRIGGER "ledger_transactions_never_deleted" BEFORE DELETE ON "ledger_transactions"
  FOR EACH ROW EXECUTE FUNCTION "refuse_ledger_change"();
CREATE TRIGGER "ledger_transactions_sealed_once" BEFORE UPDATE ON "ledger_transactions"
  FOR EACH ROW WHEN (OLD."sealed_at" IS NOT NULL
    OR (NEW."id", NEW."posting_key", NEW."at", NEW."kind", NEW."mode", NEW."currency", NEW."order_number", NEW."provider", NEW."reference")
      IS DISTINCT FROM (OLD."id", OLD."posting_key", OLD."at", OLD."kind", OLD."mode", OLD."currency", OLD."order_number", OLD."provider", OLD."reference"))
  EXECUTE FUNCTION "refuse_ledger_change"();

-- Debits equal credits in every transaction, checked when it commits.
CREATE FUNCTION "require_balanced_ledger"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT sum("amount_minor") FROM "ledger_entries" WHERE "transaction_id" = NEW."transaction_id") <> 0 THEN
    RAISE EXCEPTION 'ledger transaction % does not balance', NEW."transaction_id";
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "ledger_entries_balance" AFTER INSERT ON "ledger_entries"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "require_balanced_ledger"();

-- Row triggers do not see TRUNCATE.
CREATE TRIGGER "ledger_entries_never_truncated" BEFORE TRUNCATE ON "ledger_entries"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_ledger_change"();
CREATE TRIGGER "ledger_transactions_never_truncated" BEFORE TRUNCATE ON "ledger_transactions"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_ledger_change"();
CREATE TRIGGER "timeline_never_truncated" BEFORE TRUNCATE ON "timeline"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_timeline_change"();

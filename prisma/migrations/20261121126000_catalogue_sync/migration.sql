-- CreateEnum
CREATE TYPE "catalogue_phase" AS ENUM ('reading', 'deciding', 'applying', 'done');

-- AlterTable
ALTER TABLE "variant_mappings" ADD COLUMN     "checked_name" TEXT,
ADD COLUMN     "known_name" TEXT;

-- CreateTable
CREATE TABLE "catalogue_runs" (
    "id" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "provider" "provider" NOT NULL,
    "mode" "payment_mode" NOT NULL,
    "phase" "catalogue_phase" NOT NULL DEFAULT 'reading',
    "live_key" TEXT,
    "merchant_id" INTEGER,
    "category_id" INTEGER,
    "cursor" TEXT,
    "pages_read" INTEGER NOT NULL DEFAULT 0,
    "is_list_read" BOOLEAN NOT NULL DEFAULT false,
    "unreadable" INTEGER NOT NULL DEFAULT 0,
    "total_count" INTEGER,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "stopped_at" TIMESTAMPTZ(3),
    "next_step_at" TIMESTAMPTZ(3) NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "problem" TEXT,

    CONSTRAINT "catalogue_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "catalogue_rows" (
    "id" SERIAL NOT NULL,
    "run_id" INTEGER NOT NULL,
    "provider_product_id" TEXT,
    "variant_id" INTEGER,
    "verdict" TEXT NOT NULL,
    "reason" TEXT,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "price_minor" INTEGER,
    "currency" TEXT,
    "other_name" TEXT,
    "other_price_minor" INTEGER,
    "chosen" BOOLEAN NOT NULL DEFAULT false,
    "sent_at" TIMESTAMPTZ(3),
    "done_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "problem" TEXT,

    CONSTRAINT "catalogue_rows_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "catalogue_runs_live_key_key" ON "catalogue_runs"("live_key");

-- CreateIndex
CREATE INDEX "catalogue_runs_provider_mode_started_at_idx" ON "catalogue_runs"("provider", "mode", "started_at");

-- CreateIndex
CREATE UNIQUE INDEX "catalogue_rows_run_id_provider_product_id_key" ON "catalogue_rows"("run_id", "provider_product_id");

-- CreateIndex
CREATE UNIQUE INDEX "catalogue_rows_run_id_variant_id_key" ON "catalogue_rows"("run_id", "variant_id");

-- CreateIndex
CREATE INDEX "catalogue_rows_run_id_verdict_id_idx" ON "catalogue_rows"("run_id", "verdict", "id");

-- AddForeignKey
ALTER TABLE "catalogue_runs" ADD CONSTRAINT "catalogue_runs_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchants"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "catalogue_runs" ADD CONSTRAINT "catalogue_runs_category_id_fkey" FOREIGN KEY ("category_id") REFERENCES "categories"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "catalogue_rows" ADD CONSTRAINT "catalogue_rows_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "catalogue_runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "catalogue_rows" ADD CONSTRAINT "catalogue_rows_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "variants"("id") ON DELETE SET NULL ON UPDATE CASCADE;

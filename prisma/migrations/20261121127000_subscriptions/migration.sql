-- CreateEnum
CREATE TYPE "plan_interval" AS ENUM ('week', 'month', 'year');

-- CreateEnum
CREATE TYPE "subscription_state" AS ENUM ('trialing', 'active', 'past_due', 'paused', 'cancelled', 'unknown');

-- AlterTable
ALTER TABLE "orders" ADD COLUMN     "subscription_id" INTEGER,
ADD COLUMN     "period_start" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "order_lines" ADD COLUMN     "plan_interval" "plan_interval",
ADD COLUMN     "plan_price_minor" INTEGER,
ADD COLUMN     "trial_days" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "variant_plans" (
    "variant_id" INTEGER NOT NULL,
    "interval" "plan_interval" NOT NULL,
    "trial_days" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "variant_plans_pkey" PRIMARY KEY ("variant_id")
);

-- CreateTable
CREATE TABLE "plan_offers" (
    "id" SERIAL NOT NULL,
    "variant_id" INTEGER NOT NULL,
    "provider" "provider" NOT NULL,
    "mode" "payment_mode" NOT NULL,
    "provider_offer_id" TEXT NOT NULL,

    CONSTRAINT "plan_offers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "subscriptions" (
    "id" SERIAL NOT NULL,
    "order_id" INTEGER NOT NULL,
    "provider" "provider" NOT NULL,
    "mode" "payment_mode" NOT NULL,
    "provider_subscription_id" TEXT NOT NULL,
    "state" "subscription_state" NOT NULL,
    "interval" "plan_interval" NOT NULL,
    "price_minor" INTEGER NOT NULL,
    "currency" CHAR(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "anchor_at" TIMESTAMPTZ(3) NOT NULL,
    "trial_ends_at" TIMESTAMPTZ(3),
    "current_period_start" TIMESTAMPTZ(3),
    "current_period_end" TIMESTAMPTZ(3),
    "cancel_at_period_end" BOOLEAN NOT NULL DEFAULT false,
    "paused_at" TIMESTAMPTZ(3),
    "resumed_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "provider_customer_id" TEXT,
    "portal_url" TEXT,
    "looked_at" TIMESTAMPTZ(3),
    "next_look_at" TIMESTAMPTZ(3),

    CONSTRAINT "subscriptions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "subscription_events" (
    "id" SERIAL NOT NULL,
    "subscription_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" "actor" NOT NULL,
    "merchant_id" INTEGER,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "subscription_events_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "plan_offers_variant_id_provider_mode_key" ON "plan_offers"("variant_id", "provider", "mode");

-- CreateIndex
CREATE UNIQUE INDEX "plan_offers_provider_mode_provider_offer_id_key" ON "plan_offers"("provider", "mode", "provider_offer_id");

-- CreateIndex
CREATE UNIQUE INDEX "subscriptions_order_id_key" ON "subscriptions"("order_id");

-- CreateIndex
CREATE UNIQUE INDEX "subscriptions_provider_mode_provider_subscription_id_key" ON "subscriptions"("provider", "mode", "provider_subscription_id");

-- CreateIndex
CREATE INDEX "subscriptions_state_id_idx" ON "subscriptions"("state", "id");

-- CreateIndex
CREATE INDEX "subscriptions_next_look_at_idx" ON "subscriptions"("next_look_at");

-- CreateIndex
CREATE INDEX "subscription_events_subscription_id_id_idx" ON "subscription_events"("subscription_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "orders_subscription_id_period_start_key" ON "orders"("subscription_id", "period_start");

-- AddForeignKey
ALTER TABLE "variant_plans" ADD CONSTRAINT "variant_plans_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "variants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_offers" ADD CONSTRAINT "plan_offers_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "variant_plans"("variant_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "orders" ADD CONSTRAINT "orders_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "subscriptions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscription_events" ADD CONSTRAINT "subscription_events_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "subscriptions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A trial's first order is confirmed with amount zero; a discount never makes one of zero.
ALTER TABLE "orders" DROP CONSTRAINT "orders_total_adds_up";
ALTER TABLE "orders" ADD CONSTRAINT "orders_total_adds_up" CHECK ("total_minor" = "subtotal_minor" - "discount_minor" AND "discount_minor" >= 0 AND ("total_minor" > 0 OR "subtotal_minor" = 0));
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_plan_is_whole" CHECK (("plan_interval" IS NULL) = ("plan_price_minor" IS NULL) AND "trial_days" >= 0 AND ("unit_price_minor" > 0 OR "trial_days" > 0));
ALTER TABLE "orders" ADD CONSTRAINT "orders_period_of_subscription" CHECK ("period_start" IS NULL OR "subscription_id" IS NOT NULL);
ALTER TABLE "variant_plans" ADD CONSTRAINT "variant_plans_trial_in_bounds" CHECK ("trial_days" BETWEEN 0 AND 730);
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_price_above_zero" CHECK ("price_minor" > 0);

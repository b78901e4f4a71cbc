-- CreateTable
CREATE TABLE "unmatched_subscriptions" (
    "id" SERIAL NOT NULL,
    "provider" "provider" NOT NULL,
    "mode" "payment_mode" NOT NULL,
    "provider_subscription_id" TEXT NOT NULL,
    "state" "subscription_state" NOT NULL,
    "provider_offer_id" TEXT,
    "buyer_email" TEXT,
    "started_at" TIMESTAMPTZ(3),
    "paid_minor" INTEGER,
    "currency" CHAR(3),
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "looked_at" TIMESTAMPTZ(3),
    "next_look_at" TIMESTAMPTZ(3),
    "set_aside_at" TIMESTAMPTZ(3),
    "set_aside_by" INTEGER,
    "set_aside_reason" TEXT,

    CONSTRAINT "unmatched_subscriptions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "unmatched_subscriptions_next_look_at_idx" ON "unmatched_subscriptions"("next_look_at");

-- CreateIndex
CREATE UNIQUE INDEX "unmatched_subscriptions_provider_mode_provider_subscription_key" ON "unmatched_subscriptions"("provider", "mode", "provider_subscription_id");

-- AddForeignKey
ALTER TABLE "unmatched_subscriptions" ADD CONSTRAINT "unmatched_subscriptions_set_aside_by_fkey" FOREIGN KEY ("set_aside_by") REFERENCES "merchants"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "unmatched_subscriptions" ADD CONSTRAINT "unmatched_subscriptions_amount_has_currency" CHECK (("paid_minor" IS NULL) = ("currency" IS NULL) AND "paid_minor" >= 0);
ALTER TABLE "unmatched_subscriptions" ADD CONSTRAINT "unmatched_subscriptions_set_aside_has_reason" CHECK (("set_aside_at" IS NULL) = ("set_aside_reason" IS NULL));

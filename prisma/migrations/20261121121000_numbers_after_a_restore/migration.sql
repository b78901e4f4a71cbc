-- Which shop a database is: it goes with a backup, so that what was noted outside is not taken for another shop's.
CREATE TABLE "shop_identity" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "key" UUID NOT NULL DEFAULT gen_random_uuid(),

    CONSTRAINT "shop_identity_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "shop_identity" ADD CONSTRAINT "shop_identity_is_one" CHECK ("id" = 1);
INSERT INTO "shop_identity" DEFAULT VALUES;

-- Numbers that this database never gave out, because a database that is gone may have.
CREATE TABLE "number_gaps" (
    "id" SERIAL NOT NULL,
    "of" TEXT NOT NULL,
    "first" INTEGER NOT NULL,
    "last" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "number_gaps_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "number_gaps" ADD CONSTRAINT "number_gaps_go_up" CHECK ("last" >= "first");

-- AlterTable
ALTER TABLE "catalogue_runs" ADD COLUMN     "calls_left" INTEGER;

"""PyMongo and Motor as Debian packages them, unmodified, against one server.

Takes the URI of the server and the name of a database, and prints one line of JSON for each check: its name,
and what went wrong, if anything did.
"""

import asyncio
import datetime
import json
import sys
import traceback
import warnings

import bson
import gridfs
import motor.motor_asyncio
import pymongo
from bson import Binary, Code, DBRef, Decimal128, Int64, MaxKey, MinKey, ObjectId, Regex, Timestamp
from bson.son import SON
from pymongo import errors
from pymongo.collation import Collation
from pymongo.operations import DeleteMany, IndexModel, InsertOne, ReplaceOne, UpdateMany, UpdateOne

warnings.simplefilter("error", category=UserWarning)
URI, DATABASE = sys.argv[1:3]


def raised(kind, function, *args, **options):
    """The error of a call that has to fail."""
    try:
        answer = function(*args, **options)
    except kind as error:
        return error
    raise AssertionError("nothing failed, but this was answered: %r" % (answer,))


def equal(found, expected):
    assert found == expected, "%r instead of %r" % (found, expected)


def numbered(count, modulo=1000):
    return [{"_id": n, "n": n % modulo} for n in range(count)]


class PyMongo:
    """Each method is a check; it gets a collection with nothing in it."""

    def says_what_it_talks_to(self, things):
        client = things.database.client
        equal(client.admin.command("ping"), {"ok": 1.0})
        assert client.server_info()["version"].count(".") == 2
        assert client.is_primary
        equal(client.max_bson_size, 16 * 2**20)

    def inserts_and_finds(self, things):
        equal(things.insert_one({"_id": 1, "name": "Ada"}).inserted_id, 1)
        equal(things.insert_many([{"_id": 2}, {"_id": 3}]).inserted_ids, [2, 3])
        assert isinstance(things.insert_one({}).inserted_id, ObjectId)
        equal(things.find_one({"name": "Ada"}), {"_id": 1, "name": "Ada"})
        equal(things.find_one({"_id": 99}), None)
        equal(things.count_documents({}), 4)
        equal(things.estimated_document_count(), 4)

    def reads_in_batches(self, things):
        things.insert_many(numbered(1000))
        equal(list(things.find().batch_size(7)), numbered(1000))
        cursor = things.find().sort("_id", -1).skip(5).limit(3)
        equal([thing["_id"] for thing in cursor], [994, 993, 992])
        cursor = things.find(batch_size=10)
        next(cursor)
        assert cursor.alive
        cursor.close()

    def projects_and_collates(self, things):
        things.insert_many([{"_id": 1, "a": {"b": 1, "c": 2}, "s": "x"}, {"_id": 2, "s": "X"}])
        equal(things.find_one({"_id": 1}, {"a.b": 1, "_id": 0}), {"a": {"b": 1}})
        collation = Collation("en", strength=2)
        equal(len(list(things.find({"s": "X"}).collation(collation))), 2)

    def updates(self, things):
        things.insert_many(numbered(4, 2))
        done = things.update_many({"n": 1}, {"$set": {"x": 1}, "$inc": {"n": 1}})
        equal((done.matched_count, done.modified_count), (2, 2))
        done = things.update_one({"_id": 9}, {"$setOnInsert": {"y": 1}}, upsert=True)
        equal(done.upserted_id, 9)
        things.update_one({"_id": 0}, {"$push": {"list": {"$each": [3, 1, 2], "$sort": 1}}})
        things.update_one({"_id": 0}, {"$set": {"list.$[big]": 9}}, array_filters=[{"big": {"$gt": 2}}])
        equal(things.find_one({"_id": 0})["list"], [1, 2, 9])
        equal(things.replace_one({"_id": 0}, {"z": 1}).modified_count, 1)
        things.update_one({"_id": 0}, [{"$set": {"w": {"$add": ["$z", 1]}}}])
        equal(things.find_one({"_id": 0}), {"_id": 0, "z": 1, "w": 2})

    def deletes(self, things):
        things.insert_many(numbered(5, 2))
        equal(things.delete_one({"n": 0}).deleted_count, 1)
        equal(things.delete_many({"n": 0}).deleted_count, 2)
        equal(things.count_documents({}), 2)

    def finds_and_modifies(self, things):
        things.insert_one({"_id": 1, "n": 1})
        after = pymongo.ReturnDocument.AFTER
        equal(things.find_one_and_update({"_id": 1}, {"$inc": {"n": 1}}, return_document=after)["n"], 2)
        equal(things.find_one_and_replace({"_id": 1}, {"m": 1}), {"_id": 1, "n": 2})
        equal(things.find_one_and_delete({"_id": 1}), {"_id": 1, "m": 1})

    def writes_in_bulk(self, things):
        done = things.bulk_write(
            [
                InsertOne({"_id": 1}),
                UpdateOne({"_id": 1}, {"$set": {"a": 1}}),
                UpdateMany({"a": 1}, {"$inc": {"a": 1}}),
                ReplaceOne({"_id": 2}, {"b": 1}, upsert=True),
                DeleteMany({"a": 2}),
            ]
        )
        counts = (done.inserted_count, done.modified_count, done.upserted_ids, done.deleted_count)
        equal(counts, (1, 2, {3: 2}, 1))
        failed = raised(errors.BulkWriteError, things.bulk_write, [InsertOne({"_id": 2}), InsertOne({"_id": 3})])
        equal(failed.details["writeErrors"][0]["code"], 11000)
        equal(failed.details["nInserted"], 0)
        raised(errors.BulkWriteError, things.insert_many, [{"_id": 2}, {"_id": 3}], ordered=False)
        equal(things.count_documents({"_id": 3}), 1)

    def aggregates(self, things):
        things.insert_many(numbered(6, 2))
        pipeline = [{"$match": {"_id": {"$gt": 0}}}, {"$group": {"_id": "$n", "all": {"$sum": "$_id"}}}, {"$sort": SON([("_id", 1)])}]
        equal(list(things.aggregate(pipeline)), [{"_id": 0, "all": 6}, {"_id": 1, "all": 9}])
        equal(sorted(things.distinct("n")), [0, 1])

    def makes_indexes(self, things):
        things.insert_many(numbered(10))
        equal(things.create_index([("n", pymongo.ASCENDING)], unique=True), "n_1")
        equal(things.create_indexes([IndexModel([("a", 1), ("b", -1)], sparse=True)]), ["a_1_b_-1"])
        equal(set(things.index_information()), {"_id_", "n_1", "a_1_b_-1"})
        equal(things.find({"n": 3}).hint("n_1").explain()["queryPlanner"]["winningPlan"]["stage"], "FETCH")
        error = raised(errors.DuplicateKeyError, things.insert_one, {"_id": 50, "n": 3})
        equal((error.code, error.details["keyPattern"], error.details["keyValue"]), (11000, {"n": 1}, {"n": 3}))
        things.drop_index("n_1")
        things.drop_indexes()
        equal(len(list(things.list_indexes())), 1)

    def keeps_types(self, things):
        sent = SON(
            [
                ("_id", 1),
                ("double", 1.5),
                ("text", "tëxt"),
                ("array", [1, [2], None]),
                ("binary", Binary(b"\0\xff", 128)),
                ("id", ObjectId()),
                ("yes", True),
                ("date", datetime.datetime(2014, 6, 12, 20, 0, 0, 123000)),
                ("pattern", Regex("^a", "im")),
                ("reference", DBRef("people", 5)),
                ("code", Code("return 1")),
                ("timestamp", Timestamp(5, 6)),
                ("long", Int64(5)),
                ("large", 2**40),
                ("decimal", Decimal128("1.10")),
                ("min", MinKey()),
                ("max", MaxKey()),
                ("10", "ten"),
                ("9", "nine"),
            ]
        )
        things.insert_one(sent)
        ordered = things.with_options(codec_options=bson.CodecOptions(document_class=SON))
        equal(list(ordered.find_one().items()), list(sent.items()))
        assert isinstance(ordered.find_one()["long"], Int64)

    def manages_collections(self, things):
        database = things.database
        name = things.name + "_capped"
        capped = database.create_collection(name, capped=True, size=4096, max=2)
        capped.insert_many(numbered(3))
        equal([thing["_id"] for thing in capped.find()], [1, 2])
        assert name in database.list_collection_names()
        equal(capped.options()["capped"], True)
        raised(errors.CollectionInvalid, database.create_collection, name)
        capped.rename(name + "_renamed")
        database.drop_collection(name + "_renamed")
        assert name not in database.list_collection_names()
        equal(database.command("collstats", name)["count"], 0)
        equal(database.validate_collection(database.create_collection(name + "_empty"))["valid"], True)

    def tails(self, things):
        ring = things.database.create_collection(things.name, capped=True, size=4096)
        ring.insert_one({"_id": 1})
        cursor = ring.find(cursor_type=pymongo.CursorType.TAILABLE_AWAIT).max_await_time_ms(200)
        equal(next(cursor), {"_id": 1})
        raised(StopIteration, next, cursor)
        assert cursor.alive
        ring.insert_one({"_id": 2})
        equal(next(cursor), {"_id": 2})
        cursor.close()

    def gets_errors(self, things):
        error = raised(errors.OperationFailure, things.database.command, "dance")
        equal((error.code, error.details["codeName"]), (59, "CommandNotFound"))
        error = raised(errors.OperationFailure, list, things.find({"a": {"$foo": 1}}))
        equal((error.code, error.details["errmsg"]), (2, "unknown operator: $foo"))
        error = raised(errors.WriteError, things.insert_one, {"_id": [1]})
        equal(error.code, 53)
        raised(errors.DocumentTooLarge, things.insert_one, {"t": "x" * (17 * 2**20)})

    def writes_without_an_answer(self, things):
        silent = things.with_options(write_concern=pymongo.WriteConcern(w=0))
        silent.insert_one({"_id": 1})
        silent.insert_one({"_id": 1})
        silent.update_one({"_id": 1}, {"$set": {"a": 1}})
        with things.database.client.start_session() as session:
            for _ in range(100):
                if things.find_one({"a": 1}, session=session):
                    break
        equal(things.count_documents({"a": 1}), 1)

    def stores_files(self, things):
        files = gridfs.GridFS(things.database, things.name)
        content = bytes(range(256)) * 2000
        stored = files.put(content, filename="a", chunk_size=100_000)
        equal(files.get(stored).read(), content)
        equal(files.list(), ["a"])
        files.delete(stored)
        assert not files.exists(stored)


class Motor:
    """Each method is a check, as a coroutine."""

    async def inserts_and_finds(self, things):
        await things.insert_one({"_id": 1})
        equal((await things.insert_many([{"_id": 2}, {"_id": 3}])).inserted_ids, [2, 3])
        equal(await things.find_one({"_id": 2}), {"_id": 2})
        equal(await things.count_documents({}), 3)

    async def reads_in_batches(self, things):
        await things.insert_many(numbered(300))
        equal(await things.find().batch_size(7).to_list(length=None), numbered(300))
        equal([thing["_id"] async for thing in things.find().sort("_id", -1).limit(2)], [299, 298])
        cursor = things.find().batch_size(10)
        seen = 0
        while await cursor.fetch_next:
            cursor.next_object()
            seen += 1
        equal(seen, 300)

    async def updates_and_deletes(self, things):
        await things.insert_many(numbered(4, 2))
        equal((await things.update_many({"n": 1}, {"$inc": {"n": 1}})).modified_count, 2)
        equal((await things.replace_one({"_id": 0}, {"a": 1})).modified_count, 1)
        equal((await things.delete_many({"n": 2})).deleted_count, 2)
        equal(await things.find_one_and_delete({"_id": 0}), {"_id": 0, "a": 1})

    async def aggregates(self, things):
        await things.insert_many(numbered(6, 2))
        groups = things.aggregate([{"$group": {"_id": "$n", "count": {"$sum": 1}}}, {"$sort": {"_id": 1}}])
        equal(await groups.to_list(None), [{"_id": 0, "count": 3}, {"_id": 1, "count": 3}])

    async def gets_errors(self, things):
        await things.insert_one({"_id": 1})
        try:
            await things.insert_one({"_id": 1})
        except errors.DuplicateKeyError as error:
            equal(error.code, 11000)
        else:
            raise AssertionError("a duplicate was stored")

    async def asks_many_at_once(self, things):
        await things.insert_many(numbered(50))
        found = await asyncio.gather(*(things.find_one({"_id": n}) for n in range(50)))
        equal(found, numbered(50))

    async def stores_files(self, things):
        bucket = motor.motor_asyncio.AsyncIOMotorGridFSBucket(things.database, things.name)
        stored = await bucket.upload_from_stream("a", b"content" * 1000)
        equal(await (await bucket.open_download_stream(stored)).read(), b"content" * 1000)


def report(name, error=None):
    text = "".join(traceback.format_exception(type(error), error, error.__traceback__)[-2:]) if error else None
    print(json.dumps({"check": name, "error": text}), flush=True)


def checks(kind):
    return [(name, function) for name, function in vars(kind).items() if not name.startswith("_")]


def run_pymongo():
    client = pymongo.MongoClient(URI, serverSelectionTimeoutMS=5000)
    for name, function in checks(PyMongo):
        try:
            function(PyMongo(), client[DATABASE]["pymongo_" + name])
            report("PyMongo " + name)
        except Exception as error:
            report("PyMongo " + name, error)
    client.close()


async def run_motor():
    client = motor.motor_asyncio.AsyncIOMotorClient(URI, serverSelectionTimeoutMS=5000)
    for name, function in checks(Motor):
        try:
            await function(Motor(), client[DATABASE]["motor_" + name])
            report("Motor " + name)
        except Exception as error:
            report("Motor " + name, error)
    client.close()


if __name__ == "__main__":
    run_pymongo()
    asyncio.get_event_loop_policy().get_event_loop().run_until_complete(run_motor())

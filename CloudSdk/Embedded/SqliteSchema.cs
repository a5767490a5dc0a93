namespace DroneLink.CloudSdk.Embedded;

/// <summary>The tables of the one file, and their version.</summary>
internal static class SqliteSchema
{
    /// <summary>Marks the file as ours: "DLNK".</summary>
    public const int ApplicationId = 0x444C4E4B;

    /// <summary>Each entry takes a file from the version that is its index to the next. Released entries are never changed.</summary>
    public static readonly string[] Migrations =
    [
        $"""
        CREATE TABLE stream (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT, -- never given out twice, also when all was trimmed
            partition_key TEXT NOT NULL,
            data BLOB NOT NULL,
            received INTEGER NOT NULL);
        CREATE TABLE consumers (name TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID;

        CREATE TABLE devices (
            device TEXT PRIMARY KEY, fleet TEXT NOT NULL, key BLOB NOT NULL, role TEXT NOT NULL, link TEXT) WITHOUT ROWID;

        CREATE TABLE dead_letters (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            digest BLOB NOT NULL UNIQUE,
            device TEXT, code TEXT NOT NULL, message TEXT NOT NULL, data BLOB NOT NULL,
            received INTEGER NOT NULL, times INTEGER NOT NULL);
        CREATE TABLE dead_letter_totals (letters INTEGER NOT NULL, bytes INTEGER NOT NULL, dropped INTEGER NOT NULL);
        INSERT INTO dead_letter_totals VALUES (0, 0, 0);

        CREATE TABLE seen (device TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE record_anchors ({AnchorColumns}) WITHOUT ROWID;
        CREATE TABLE records ({RecordColumns}, PRIMARY KEY (device, boot, seq)) WITHOUT ROWID;
        CREATE INDEX records_by_time ON records (device, effective, boot, seq);
        CREATE INDEX records_by_kind ON records (device, kind, effective, boot, seq);
        CREATE INDEX records_latest ON records (device, kind, time, boot, seq);

        CREATE TABLE event_anchors ({AnchorColumns}) WITHOUT ROWID;
        CREATE TABLE events (id INTEGER PRIMARY KEY, {RecordColumns}, UNIQUE (device, boot, seq));
        CREATE INDEX events_by_time ON events (effective, device, boot, seq);
        CREATE INDEX events_by_device ON events (device, effective, boot, seq);
        CREATE VIRTUAL TABLE event_words USING fts5 (words, content='', detail=full, tokenize='unicode61');
        """,

        // Holds all that it takes to find the device with the most letters or bytes.
        "CREATE INDEX dead_letters_by_device ON dead_letters (device, id, length(data))",

        """
        CREATE TABLE api_tokens (
            name TEXT PRIMARY KEY, hash BLOB NOT NULL UNIQUE, scopes INTEGER NOT NULL, fleet TEXT, expires INTEGER) WITHOUT ROWID;
        CREATE TABLE commands (
            device TEXT NOT NULL, id TEXT NOT NULL, fleet TEXT NOT NULL, command TEXT NOT NULL, parameters TEXT NOT NULL, caller TEXT,
            requested INTEGER NOT NULL, expires INTEGER NOT NULL, status INTEGER NOT NULL, changed INTEGER NOT NULL, message TEXT,
            PRIMARY KEY (device, id)) WITHOUT ROWID;
        CREATE INDEX commands_by_time ON commands (device, requested, id);
        """,

        // Documents are JSON.
        """
        CREATE TABLE ota_releases (build INTEGER PRIMARY KEY, document BLOB NOT NULL, image BLOB NOT NULL);
        CREATE TABLE ota_rollouts (build INTEGER PRIMARY KEY, version INTEGER NOT NULL, document BLOB NOT NULL);
        CREATE TABLE ota_devices (
            build INTEGER NOT NULL, device TEXT NOT NULL, version INTEGER NOT NULL, document BLOB NOT NULL, PRIMARY KEY (build, device)) WITHOUT ROWID;
        CREATE TABLE ota_serials (device TEXT PRIMARY KEY, serial INTEGER NOT NULL) WITHOUT ROWID;
        """,

        "ALTER TABLE commands ADD COLUMN secret TEXT",
    ];

    // uptime is set for a record that came without a date. It is kept when an anchor dates it, so that an earlier anchor can do so again.
    private const string RecordColumns =
        """
        device TEXT NOT NULL, boot INTEGER NOT NULL, seq INTEGER NOT NULL, kind INTEGER NOT NULL,
            uptime INTEGER, time INTEGER, received INTEGER NOT NULL,
            effective INTEGER NOT NULL GENERATED ALWAYS AS (coalesce(time, received)) VIRTUAL,
            severity INTEGER, mask INTEGER NOT NULL, field_values BLOB, text TEXT
        """;

    private const string AnchorColumns =
        "device TEXT NOT NULL, boot INTEGER NOT NULL, seq INTEGER NOT NULL, offset_ms INTEGER NOT NULL, PRIMARY KEY (device, boot)";
}

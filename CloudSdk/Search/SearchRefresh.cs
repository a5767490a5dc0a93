namespace DroneLink.CloudSdk.Search;

/// <summary>When a search sees what was written.</summary>
public enum SearchRefresh
{
    /// <summary>Once the index refreshes by itself, within 10 s by our template.</summary>
    Later,

    /// <summary>When the write returns; it waits for the index to refresh by itself.</summary>
    Wait,

    /// <summary>When the write returns; it makes the index refresh, which is dear. For tests and small installations.</summary>
    AtOnce,
}

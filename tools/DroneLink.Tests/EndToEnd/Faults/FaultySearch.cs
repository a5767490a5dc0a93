using DroneLink.Emulators;

namespace DroneLink.Tool.Tests.EndToEnd.Faults;

/// <summary>Lets a search answer 429, 502 and 503, break connections before and after it did its work, and refuse items of a bulk call.</summary>
internal static class FaultySearch
{
    private const string Place = "search wire";

    public static void Attach(ElasticsearchDouble search, FaultPlan plan)
    {
        search.OnCall = _ => plan.Pick(Place, "429", "502", "503", "broken", "answer lost") switch
        {
            null => null,
            "broken" => ElasticsearchFault.Broken,
            "answer lost" => ElasticsearchFault.AnswerLost,
            var status => ElasticsearchFault.Answer(int.Parse(status, System.Globalization.CultureInfo.InvariantCulture)),
        };
        search.OnItem = _ => plan.Pick(Place, "item 429") is null
            ? null
            : new ElasticsearchRefusal(429, "es_rejected_execution_exception", "rejected execution of coordinating operation");
    }
}

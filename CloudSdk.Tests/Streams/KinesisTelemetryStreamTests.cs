using System.Globalization;
using System.Net;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using DroneLink.CloudSdk.Streams;
using Microsoft.Extensions.Time.Testing;

namespace DroneLink.CloudSdk.Tests.Streams;

public sealed class KinesisTelemetryStreamTests : IDisposable
{
    private const string Throttled = "ProvisionedThroughputExceededException";

    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeMilliseconds(1_780_000_000_000));
    private readonly FakeKinesis _kinesis;
    private readonly CancellationTokenSource _caller = new();

    public KinesisTelemetryStreamTests() => _kinesis = new FakeKinesis(_time);

    public void Dispose()
    {
        _kinesis.Dispose();
        _caller.Dispose();
    }

    [Fact]
    public async Task More_than_500_entries_are_two_calls()
    {
        var results = await PutAsync(Enumerable.Range(0, 501).Select(i => Entry($"drone-{i}", 0)));

        Assert.All(results, result => Assert.True(result.IsStored));
        Assert.Equal([500, 1], _kinesis.Calls.Select(call => call.Records.Count));
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 4)]
    public async Task A_call_has_5_MiB_and_not_a_byte_more(int over, int first)
    {
        // Five keys of two bytes each, one of them in one character, and data for all the rest of 5 MiB.
        string[] keys = ["é", "k1", "k2", "k3", "k4"];
        var sizes = Enumerable.Repeat(KinesisTelemetryStream.MaxDataBytes, 4).Append(KinesisTelemetryStream.MaxDataBytes - 10 + over);

        await PutAsync(sizes.Select((size, i) => new StreamEntry(keys[i], new byte[size])));

        Assert.Equal(first, _kinesis.Calls[0].Records.Count);
        Assert.Equal(5, _kinesis.Calls.Sum(call => call.Records.Count));
    }

    [Fact]
    public async Task A_device_has_one_entry_in_a_call_so_that_nothing_of_it_can_pass()
    {
        await PutAsync([Entry("a", 0), Entry("a", 1), Entry("b", 0), Entry("a", 2)]);

        Assert.Equal(["a0 b0", "a1", "a2"], Sent());
    }

    [Theory]
    [InlineData(Throttled)]
    [InlineData("InternalFailure")]
    public async Task What_failed_goes_again_and_holds_back_its_device_alone(string code)
    {
        _kinesis.Refuse = (call, place) => call == 0 && place == 0 ? code : null;

        var results = await PutAsync([Entry("a", 0), Entry("a", 1), Entry("b", 0), Entry("b", 1)]);

        Assert.All(results, result => Assert.True(result.IsStored));
        Assert.Equal(["a0 b0", "b1", "a0", "a1"], Sent());
        Assert.Equal([0, 0, 25, 25], _kinesis.Calls.Select(call => call.At.TotalMilliseconds));
        Assert.Equal(results.Select(result => result.SequenceNumber), new[] { "3", "4", "1", "2" });
    }

    [Fact]
    public async Task Waits_double_up_to_their_bound_and_begin_anew_after_a_success()
    {
        _kinesis.Refuse = (call, _) => call is < 3 or 4 ? Throttled : null;
        var options = new KinesisTelemetryStreamOptions { BackoffMax = TimeSpan.FromMilliseconds(160) };

        await PutAsync([Entry("a", 0), Entry("a", 1)], options);

        // Half of 50, 100 and 160 ms; then, for the second entry, of 50.
        Assert.Equal([0, 25, 75, 155, 155, 180], _kinesis.Calls.Select(call => call.At.TotalMilliseconds));
    }

    [Fact]
    public async Task After_the_last_attempt_an_entry_and_the_later_ones_of_its_device_fail_with_its_code()
    {
        _kinesis.Refuse = (call, place) => _kinesis.Calls[call].Records[place].PartitionKey == "a" ? Throttled : null;

        var results = await PutAsync([Entry("b", 0), Entry("a", 0), Entry("a", 1), Entry("b", 1)]);

        Assert.Equal([true, false, false, true], results.Select(result => result.IsStored));
        Assert.All(results.Skip(1).Take(2), result => Assert.Equal((Throttled, "Not now."), (result.ErrorCode, result.ErrorMessage)));
        Assert.Equal(KinesisTelemetryStreamOptions.DefaultMaxAttempts, _kinesis.Calls.Count(call => call.Records.Any(record => record.PartitionKey == "a")));
        Assert.DoesNotContain(_kinesis.Calls, call => call.Records.Any(record => record.PartitionKey == "a" && record.Data[0] == 1));
    }

    [Fact]
    public async Task With_several_entries_of_a_device_in_a_call_what_passed_a_failed_one_goes_again_behind_it()
    {
        _kinesis.Refuse = (call, place) => call == 0 && place == 1 ? Throttled : null;

        var results = await PutAsync([Entry("a", 0), Entry("a", 1), Entry("a", 2)], new KinesisTelemetryStreamOptions { MaxDeviceEntries = 3 });

        Assert.Equal(["a0 a1 a2", "a1 a2"], Sent());
        Assert.Equal(["1", "3", "4"], results.Select(result => result.SequenceNumber));
    }

    [Fact]
    public async Task A_call_is_in_the_order_of_the_put()
    {
        await PutAsync([Entry("a", 0), Entry("b", 0), Entry("a", 1), Entry("b", 1)], new KinesisTelemetryStreamOptions { MaxDeviceEntries = 2, MaxCallEntries = 3 });

        Assert.Equal(["a0 b0 a1", "b1"], Sent());
    }

    [Fact]
    public async Task Each_device_waits_for_itself_alone()
    {
        _kinesis.Refuse = (call, _) => call < 2 ? Throttled : null;
        var waits = new Queue<double>([0.9, 0.1]);
        var options = new KinesisTelemetryStreamOptions { MaxCallEntries = 1 };

        await RunAsync(new KinesisTelemetryStream(_kinesis, "s", _time, waits.Dequeue, options), [Entry("a", 0), Entry("b", 0)], _caller.Token);

        Assert.Equal(["a0", "b0", "b0", "a0"], Sent());
        Assert.Equal([0, 0, 5, 45], _kinesis.Calls.Select(call => call.At.TotalMilliseconds));
    }

    public static TheoryData<AmazonServiceException, string> PassingErrors => new()
    {
        { new ProvisionedThroughputExceededException("busy"), Throttled },
        { Answered("ThrottlingException", HttpStatusCode.BadRequest), "ThrottlingException" },
        { Answered("KMSThrottlingException", HttpStatusCode.BadRequest), "KMSThrottlingException" },
        { Answered("InternalServiceException", HttpStatusCode.BadRequest), "InternalServiceException" },
        { Answered("LimitExceededException", HttpStatusCode.BadRequest), "LimitExceededException" },
        { Answered("RequestExpired", HttpStatusCode.BadRequest), "RequestExpired" },
        { Answered("RequestTimeout", HttpStatusCode.BadRequest), "RequestTimeout" },
        { Answered("RequestTimeoutException", HttpStatusCode.BadRequest), "RequestTimeoutException" },
        { Answered("ServiceUnavailable", HttpStatusCode.BadRequest), "ServiceUnavailable" },
        { Answered("ServiceUnavailableException", HttpStatusCode.BadRequest), "ServiceUnavailableException" },
        { Answered("SlowDown", HttpStatusCode.BadRequest), "SlowDown" },
        { Answered("Throttling", HttpStatusCode.BadRequest), "Throttling" },
        { Answered("ThrottledException", HttpStatusCode.BadRequest), "ThrottledException" },
        { Answered("TooManyRequestsException", HttpStatusCode.BadRequest), "TooManyRequestsException" },
        { Answered("Whatever", HttpStatusCode.RequestTimeout), "Whatever" },
        { Answered("Whatever", HttpStatusCode.InternalServerError), "Whatever" },
        { Answered("Whatever", HttpStatusCode.TooManyRequests), "Whatever" },
        { Answered("Whatever", HttpStatusCode.ServiceUnavailable), "Whatever" },
        { Answered("InternalFailure", HttpStatusCode.InternalServerError), "InternalFailure" },
        { new AmazonServiceException("the line was cut"), "AmazonServiceException" },
    };

    [Theory]
    [MemberData(nameof(PassingErrors))]
    public async Task A_call_that_fails_for_the_moment_goes_again_as_it_was(AmazonServiceException error, string code)
    {
        _kinesis.Answer = (call, request, _) => call < 2 ? throw error : Task.FromResult(_kinesis.Store(call, request));
        Assert.All(await PutAsync([Entry("a", 0), Entry("b", 0), Entry("a", 1)]), result => Assert.True(result.IsStored));
        Assert.Equal(["a0 b0", "a0 b0", "a0 b0", "a1"], Sent());

        _kinesis.Answer = (_, _, _) => throw error;
        Assert.All(await PutAsync([Entry("a", 0), Entry("b", 0)]), result => Assert.Equal((null, code), (result.SequenceNumber, result.ErrorCode)));
    }

    public static TheoryData<AmazonServiceException, string> LastingErrors => new()
    {
        { new ResourceNotFoundException("no such stream"), "ResourceNotFoundException" },
        { Answered("AccessDeniedException", HttpStatusCode.BadRequest), "AccessDeniedException" },
        { Answered("ValidationException", HttpStatusCode.BadRequest), "ValidationException" },
        { Answered("ExpiredTokenException", HttpStatusCode.Forbidden), "ExpiredTokenException" },
    };

    [Theory]
    [MemberData(nameof(LastingErrors))]
    public async Task An_error_that_lasts_is_not_tried_again_and_keeps_what_was_stored(AmazonServiceException error, string code)
    {
        _kinesis.Answer = (call, request, _) => call == 1 ? throw error : Task.FromResult(_kinesis.Store(call, request));

        var results = await PutAsync([Entry("a", 0), Entry("a", 1), Entry("a", 2)]);

        Assert.Equal([true, false, false], results.Select(result => result.IsStored));
        Assert.All(results.Skip(1), result => Assert.Equal(code, result.ErrorCode));
        Assert.Equal(2, _kinesis.Calls.Count);
    }

    [Fact]
    public async Task An_error_of_the_network_is_an_internal_failure_and_goes_again()
    {
        _kinesis.Answer = (_, _, _) => throw new HttpRequestException("cut");

        var result = Assert.Single(await PutAsync([Entry("a", 0)]));

        Assert.Equal((null, "InternalFailure", "cut"), (result.SequenceNumber, result.ErrorCode, result.ErrorMessage));
        Assert.Equal(5, _kinesis.Calls.Count);
    }

    [Fact]
    public async Task A_call_without_an_answer_is_ended_and_made_again()
    {
        _kinesis.Answer = (call, request, token) => call == 0 ? Hang(token) : Task.FromResult(_kinesis.Store(call, request));

        Assert.True(Assert.Single(await PutAsync([Entry("a", 0)])).IsStored);
        Assert.Equal([0, 3_025], _kinesis.Calls.Select(call => call.At.TotalMilliseconds));
    }

    [Fact]
    public async Task The_callers_end_during_a_call_keeps_what_was_stored()
    {
        _kinesis.Answer = (call, request, token) =>
        {
            if (call == 0)
                return Task.FromResult(_kinesis.Store(call, request));
            _caller.Cancel();
            return Hang(token);
        };

        var results = await PutAsync([Entry("a", 0), Entry("a", 1)]);

        Assert.Equal(["1", null], results.Select(result => result.SequenceNumber));
        Assert.Equal(KinesisTelemetryStream.TimedOut, results[1].ErrorCode);
        Assert.Equal(0, (_time.GetUtcNow() - _time.Start).TotalMilliseconds);
    }

    [Fact]
    public async Task The_callers_end_during_a_wait_says_what_the_service_said()
    {
        _kinesis.Refuse = (_, _) => Throttled;
        var put = new KinesisTelemetryStream(_kinesis, "telemetry", _time, () => 0.5).PutAsync([Entry("a", 0)], _caller.Token).AsTask();

        // No time goes by: what ends the wait is the token alone.
        Assert.False(put.IsCompleted);
        await _caller.CancelAsync();
        var result = Assert.Single(await put.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));

        Assert.Equal((false, Throttled), (result.IsStored, result.ErrorCode));
        Assert.Single(_kinesis.Calls);
    }

    [Theory]
    [InlineData(70)]
    [InlineData(75)]
    public async Task A_put_ends_in_its_time_and_does_not_wait_for_what_would_come_too_late(int timeoutMs)
    {
        _kinesis.Refuse = (_, _) => Throttled;

        var options = new KinesisTelemetryStreamOptions { Timeout = TimeSpan.FromMilliseconds(timeoutMs), MaxAttempts = 100 };

        var result = Assert.Single(await PutAsync([Entry("a", 0)], options));

        Assert.Equal((false, Throttled), (result.IsStored, result.ErrorCode));
        Assert.Equal([0, 25], _kinesis.Calls.Select(call => call.At.TotalMilliseconds));
        Assert.Equal(25, (_time.GetUtcNow() - _time.Start).TotalMilliseconds);
    }

    [Fact]
    public async Task A_wait_that_ends_with_the_time_only_since_timers_count_milliseconds_is_not_begun()
    {
        _kinesis.Refuse = (_, _) => Throttled;
        var options = new KinesisTelemetryStreamOptions { Timeout = TimeSpan.FromMilliseconds(13) };

        var result = Assert.Single(await RunAsync(new KinesisTelemetryStream(_kinesis, "s", _time, () => 0.25, options), [Entry("a", 0)], _caller.Token));

        Assert.Equal((false, Throttled), (result.IsStored, result.ErrorCode));
        Assert.Equal(TimeSpan.Zero, _time.GetUtcNow() - _time.Start);
    }

    [Fact]
    public async Task A_put_ends_in_its_time_also_inside_a_call()
    {
        _kinesis.Answer = (_, _, token) => Hang(token);

        var result = Assert.Single(await PutAsync([Entry("a", 0)], new KinesisTelemetryStreamOptions { Timeout = TimeSpan.FromSeconds(1) }));

        Assert.Equal((false, KinesisTelemetryStream.TimedOut), (result.IsStored, result.ErrorCode));
        Assert.Equal(1_000, (_time.GetUtcNow() - _time.Start).TotalMilliseconds);
    }

    public static TheoryData<PutRecordsResponse?> NoAcknowledgements => new()
    {
        { (PutRecordsResponse?)null },
        { new PutRecordsResponse() },
        { new PutRecordsResponse { Records = [] } },
        { new PutRecordsResponse { Records = [null!] } },
        { new PutRecordsResponse { FailedRecordCount = 0, Records = [new PutRecordsResultEntry()] } },
        { new PutRecordsResponse { FailedRecordCount = 0, Records = [new PutRecordsResultEntry { SequenceNumber = "" }] } },
        { new PutRecordsResponse { Records = [new PutRecordsResultEntry { SequenceNumber = "1" }, new PutRecordsResultEntry { SequenceNumber = "2" }] } },
        { new PutRecordsResponse { Records = [new PutRecordsResultEntry { SequenceNumber = "1", ErrorCode = "InternalFailure" }] } },
    };

    [Theory]
    [MemberData(nameof(NoAcknowledgements))]
    public async Task An_answer_that_does_not_plainly_say_stored_does_not_count_as_stored(PutRecordsResponse? answer)
    {
        _kinesis.Answer = (_, _, _) => Task.FromResult(answer!);

        var result = Assert.Single(await PutAsync([Entry("a", 0)]));

        Assert.Equal((null, "InternalFailure"), (result.SequenceNumber, result.ErrorCode));
        Assert.Equal(5, _kinesis.Calls.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_fails_the_order_of_a_device_holds_and_what_is_acknowledged_is_there(int seed)
    {
        for (var round = 0; round < 60; round++)
        {
            var chance = new Random((seed * 1_000) + round);
            var limit = chance.Next(1, 8);
            using var kinesis = new FakeKinesis(_time) { Refuse = (_, _) => chance.Next(4) == 0 ? Throttled : null };
            kinesis.Answer = (call, request, _) => chance.Next(12) switch
            {
                0 => throw new HttpRequestException("not sent"),
                1 => kinesis.Store(call, request) is var _ ? throw new HttpRequestException("answer lost") : null!,
                _ => Task.FromResult(kinesis.Store(call, request)),
            };
            var entries = Enumerable.Range(0, chance.Next(1, 60)).Select(i => Entry($"drone-{chance.Next(6)}", (byte)i)).ToList();
            var options = new KinesisTelemetryStreamOptions
            {
                MaxCallEntries = limit,
                MaxAttempts = chance.Next(1, 8),
                Timeout = TimeSpan.FromSeconds(chance.Next(1, 4)),
            };

            var stream = new KinesisTelemetryStream(kinesis, "s", _time, chance.NextDouble, options);
            var results = await RunAsync(stream, entries, TestContext.Current.CancellationToken);

            Assert.All(kinesis.Calls, call => Assert.InRange(call.Records.Count, 1, limit));
            foreach (var device in entries.Select((entry, i) => (entry, result: results[i])).GroupBy(item => item.entry.PartitionKey))
            {
                // The first time each came into the stream is in order, and nothing is missing before the last.
                var sent = device.Select(item => item.entry.Data.Span[0]).ToList();
                var stored = kinesis.Stored.Where(item => item.PartitionKey == device.Key).Select(item => item.Data[0]).Distinct().ToList();
                Assert.Equal(sent.Take(stored.Count), stored);

                // What is acknowledged is a beginning of it, in order, under the numbers that it is stored with.
                Assert.DoesNotContain(device.SkipWhile(item => item.result.IsStored), item => item.result.IsStored);
                var acknowledged = device.TakeWhile(item => item.result.IsStored).ToList();
                Assert.All(acknowledged, item => Assert.Contains(
                    kinesis.Stored.Where(at => at.PartitionKey == device.Key),
                    at => at.SequenceNumber == item.result.SequenceNumber && at.Data[0] == item.entry.Data.Span[0]));
                var numbers = acknowledged.Select(item => int.Parse(item.result.SequenceNumber!, CultureInfo.InvariantCulture)).ToList();
                Assert.Equal(numbers.Order(), numbers);
                Assert.All(device.Skip(acknowledged.Count), item => Assert.NotNull(item.result.ErrorCode));
            }
        }
    }

    [Fact]
    public async Task The_bounds_of_an_entry_hold_before_anything_is_sent()
    {
        var key = new string('k', KinesisTelemetryStream.MaxPartitionKeyLength);
        await PutAsync([new(key, new byte[KinesisTelemetryStream.MaxDataBytes])]);

        await Assert.ThrowsAsync<ArgumentException>(() => PutAsync([Entry("a", 0), Entry(key + "k", 0)]));
        await Assert.ThrowsAsync<ArgumentException>(() => PutAsync([Entry("a", 0), Entry("", 0)]));
        await Assert.ThrowsAsync<ArgumentException>(() => PutAsync([Entry("a", 0), default]));
        await Assert.ThrowsAsync<ArgumentException>(() => PutAsync([Entry("a", 0), new("a", new byte[KinesisTelemetryStream.MaxDataBytes + 1])]));
        await Assert.ThrowsAsync<ArgumentNullException>(
            async () => await new KinesisTelemetryStream(_kinesis, "s", _time).PutAsync(null!, _caller.Token));
        Assert.Single(_kinesis.Calls);
    }

    [Fact]
    public async Task Data_inside_a_greater_array_is_sent_alone()
    {
        var array = new byte[] { 1, 2, 3, 4 };

        await PutAsync([new("a", array.AsMemory(1, 2))]);

        Assert.Equal([2, 3], Assert.Single(_kinesis.Stored).Data);
    }

    [Fact]
    public void Options_have_ranges()
    {
        var options = new KinesisTelemetryStreamOptions
        {
            MaxCallEntries = 1,
            MaxCallBytes = 1_049_600,
            MaxDeviceEntries = 500,
            MaxAttempts = 100,
            BackoffBase = TimeSpan.FromMilliseconds(1),
            BackoffMax = TimeSpan.FromMinutes(1),
            CallTimeout = TimeSpan.FromMinutes(15),
            Timeout = TimeSpan.FromMinutes(15),
        };

        Assert.Throws<ArgumentOutOfRangeException>(() => options with { MaxCallEntries = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => options with { MaxCallEntries = 501 });
        Assert.Throws<ArgumentOutOfRangeException>(() => options with { MaxCallBytes = 1_049_599 });
        Assert.Throws<ArgumentOutOfRangeException>(() => options with { MaxCallBytes = (10 * 1024 * 1024) + 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => options with { MaxDeviceEntries = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => options with { MaxDeviceEntries = 501 });
        Assert.Throws<ArgumentOutOfRangeException>(() => options with { MaxAttempts = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => options with { MaxAttempts = 101 });
        Assert.Throws<ArgumentOutOfRangeException>(() => options with { BackoffBase = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => options with { BackoffMax = TimeSpan.FromMinutes(1) + TimeSpan.FromTicks(1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => options with { CallTimeout = TimeSpan.FromMinutes(-1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => options with { Timeout = TimeSpan.FromMinutes(16) });
    }

    [Fact]
    public void A_stream_needs_a_client_a_name_and_a_clock()
    {
        Assert.Throws<ArgumentNullException>(() => new KinesisTelemetryStream(null!, "s", _time));
        Assert.Throws<ArgumentException>(() => new KinesisTelemetryStream(_kinesis, "", _time));
        Assert.Throws<ArgumentNullException>(() => new KinesisTelemetryStream(_kinesis, "s", null!));
    }

    private static AmazonKinesisException Answered(string code, HttpStatusCode status) => new(code, null, ErrorType.Unknown, code, "request", status);

    /// <summary>Never answers; its end runs what waits for it at once.</summary>
    private static Task<PutRecordsResponse> Hang(CancellationToken token)
    {
        var answer = new TaskCompletionSource<PutRecordsResponse>();
        token.UnsafeRegister(_ => answer.TrySetCanceled(token), null);
        return answer.Task;
    }

    private static StreamEntry Entry(string key, byte data) => new(key, new[] { data });

    private List<string> Sent() => _kinesis.Calls.ConvertAll(call => string.Join(' ', call.Records.Select(record => $"{record.PartitionKey}{record.Data[0]}")));

    private Task<IReadOnlyList<StreamResult>> PutAsync(
        IEnumerable<StreamEntry> entries, KinesisTelemetryStreamOptions? options = null, CancellationToken? token = null) =>
        RunAsync(new KinesisTelemetryStream(_kinesis, "telemetry", _time, () => 0.5, options), [.. entries], token ?? _caller.Token);

    /// <summary>Puts while the time goes on a millisecond at a time, as often as there is something to wait for.</summary>
    private async Task<IReadOnlyList<StreamResult>> RunAsync(KinesisTelemetryStream stream, List<StreamEntry> entries, CancellationToken token)
    {
        // Without the test's context, so that whatever a moment sets off has happened when the clock goes on.
        var result = await Task.Run(
            () =>
            {
                var put = stream.PutAsync(entries, token).AsTask();
                while (!put.IsCompleted)
                    _time.Advance(TimeSpan.FromMilliseconds(1));
                return put;
            },
            TestContext.Current.CancellationToken);
        return result;
    }
}

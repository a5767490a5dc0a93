using System.Globalization;
using Microsoft.Extensions.Logging;

namespace DroneLink.Tool.Commands;

/// <summary>Writes each log entry as one line: time, level, text. Thread safe; borrows the writer.</summary>
internal sealed class LineLoggerProvider(TextWriter writer, TimeProvider time) : ILoggerProvider
{
    private readonly Lock _gate = new();

    public ILogger CreateLogger(string categoryName) => new LineLogger(this, categoryName);

    public void Dispose()
    {
        // The writer is the console's.
    }

    private void Write(LogLevel level, string text, Exception? exception)
    {
        var at = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        var cause = exception is null ? "" : $" ({exception.GetType().Name}: {exception.Message})";
        var line = $"{at} {level.ToString().ToLowerInvariant()} {text}{cause}".ReplaceLineEndings(" ");
        lock (_gate) writer.WriteLine(line);
    }

    private sealed class LineLogger(LineLoggerProvider provider, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            var name = category[(category.LastIndexOf('.') + 1)..];
            provider.Write(logLevel, $"{name}: {formatter(state, exception)}", exception);
        }
    }
}

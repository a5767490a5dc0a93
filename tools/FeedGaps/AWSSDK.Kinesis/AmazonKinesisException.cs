using System.Net;
using Amazon.Runtime;

namespace Amazon.Kinesis;

/// <summary>What Kinesis answered instead of doing it; <see cref="AmazonServiceException.ErrorCode"/> says why.</summary>
public class AmazonKinesisException : AmazonServiceException
{
    /// <summary>Makes the exception.</summary>
    public AmazonKinesisException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    public AmazonKinesisException(
        string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}

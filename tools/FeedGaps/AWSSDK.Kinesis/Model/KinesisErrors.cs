using System.Net;
using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

/// <summary>The credentials may not do that.</summary>
public class AccessDeniedException : AmazonKinesisException
{
    /// <summary>Makes the exception.</summary>
    public AccessDeniedException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    public AccessDeniedException(
        string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}

/// <summary>The place in the shard is older than 5 minutes.</summary>
public class ExpiredIteratorException : AmazonKinesisException
{
    /// <summary>Makes the exception.</summary>
    public ExpiredIteratorException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    public ExpiredIteratorException(
        string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}

/// <summary>The request is not valid.</summary>
public class InvalidArgumentException : AmazonKinesisException
{
    /// <summary>Makes the exception.</summary>
    public InvalidArgumentException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    public InvalidArgumentException(
        string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}

/// <summary>More streams or calls than the account has.</summary>
public class LimitExceededException : AmazonKinesisException
{
    /// <summary>Makes the exception.</summary>
    public LimitExceededException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    public LimitExceededException(
        string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}

/// <summary>The stream takes no more at this moment.</summary>
public class ProvisionedThroughputExceededException : AmazonKinesisException
{
    /// <summary>Makes the exception.</summary>
    public ProvisionedThroughputExceededException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    public ProvisionedThroughputExceededException(
        string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}

/// <summary>The stream is not active.</summary>
public class ResourceInUseException : AmazonKinesisException
{
    /// <summary>Makes the exception.</summary>
    public ResourceInUseException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    public ResourceInUseException(
        string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}

/// <summary>There is no such stream or shard.</summary>
public class ResourceNotFoundException : AmazonKinesisException
{
    /// <summary>Makes the exception.</summary>
    public ResourceNotFoundException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    public ResourceNotFoundException(
        string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}

/// <summary>The exception of each error code.</summary>
internal static class KinesisErrors
{
    public static AmazonKinesisException Create(
        string message, Exception? inner, ErrorType type, string code, string requestId, HttpStatusCode status) => code switch
        {
            "AccessDeniedException" => new AccessDeniedException(message, inner, type, code, requestId, status),
            "ExpiredIteratorException" => new ExpiredIteratorException(message, inner, type, code, requestId, status),
            "InvalidArgumentException" => new InvalidArgumentException(message, inner, type, code, requestId, status),
            "LimitExceededException" => new LimitExceededException(message, inner, type, code, requestId, status),
            "ProvisionedThroughputExceededException" => new ProvisionedThroughputExceededException(message, inner, type, code, requestId, status),
            "ResourceInUseException" => new ResourceInUseException(message, inner, type, code, requestId, status),
            "ResourceNotFoundException" => new ResourceNotFoundException(message, inner, type, code, requestId, status),
            _ => new AmazonKinesisException(message, inner, type, code, requestId, status),
        };
}

using System;
using System.IO;
using System.Net;
using System.Net.Security;
using DroneLink.Firmware.Uplink;

namespace DroneLink.Firmware.Board
{
    /// <summary>One GET from the host of the ingest address. The server is checked against the board's CA certificates.</summary>
    internal static class FetchRequest
    {
        private const int TimeoutMs = 30000;

        /// <summary>Returns the address of a path on the host of another address.</summary>
        public static string UrlOf(string url, string path)
        {
            int slash = url.IndexOf('/', url.IndexOf("//") + 2);
            return (slash < 0 ? url : url.Substring(0, slash)) + path;
        }

        /// <summary>Gets and waits for the answer.</summary>
        /// <param name="received">See <see cref="ILinkBoard.BeginGet"/>.</param>
        /// <returns>The HTTP status.</returns>
        /// <exception cref="Exception">There was no answer.</exception>
        public static int Get(string url, string deviceId, int from, int count, byte[] body, string timestamp, string signature, out int received)
        {
            HttpWebRequest request = (HttpWebRequest)WebRequest.Create(url);
            request.Method = "GET";
            request.KeepAlive = false;
            request.Timeout = TimeoutMs;
            request.ReadWriteTimeout = TimeoutMs;
            request.SslProtocols = SslProtocols.Tls12;
            if (count > 0)
            {
                request.AddRange(from, from + count - 1);
            }

            request.Headers.Add("x-device-id", deviceId);
            request.Headers.Add("x-timestamp", timestamp);
            request.Headers.Add("x-signature", signature);
            using (request)
            using (HttpWebResponse response = (HttpWebResponse)request.GetResponse())
            {
                received = Read(response.GetResponseStream(), body);
                return (int)response.StatusCode;
            }
        }

        private static int Read(Stream stream, byte[] body)
        {
            int total = 0;
            int count;
            while (total < body.Length && (count = stream.Read(body, total, body.Length - total)) > 0)
            {
                total += count;
            }

            return total == body.Length && stream.ReadByte() >= 0 ? 0 : total;
        }
    }
}
